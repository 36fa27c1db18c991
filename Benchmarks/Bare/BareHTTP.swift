import Glibc

/// A kept-alive connection and nothing around it: blocking system calls, on the caller's thread.
package final class BareHTTP {
    package struct Answer {
        package let status: Int
        package let body: [UInt8]
    }

    private let descriptor: Int32
    /// The fields that every request has.
    package let head: String
    private var buffer: [UInt8] = []

    /// - Parameters:
    ///   - url: `http://address:port`, the address in digits.
    ///   - token: of the caller; empty: none is sent.
    package init(url: String, token: String = "") throws {
        let parts = url.split(separator: "/").last.map { $0.split(separator: ":") } ?? []
        guard parts.count == 2, let port = UInt16(parts[1]) else { throw BareError("not an address: \(url)") }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let authorization = token.isEmpty ? "" : "Authorization: Bearer \(token)\r\n"
        head = "Host: \(parts[0]):\(port)\r\n\(authorization)Content-Type: application/json\r\n"
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, String(parts[0]), &address.sin_addr)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard result == 0 else { throw BareError("there is no answer at \(url)") }
    }

    deinit { close(descriptor) }

    package func post(_ path: String, _ body: [UInt8]) throws -> Answer {
        try answer(to: Array("POST \(path) HTTP/1.1\r\n\(head)Content-Length: \(body.count)\r\n\r\n".utf8) + body)
    }

    package func get(_ path: String) throws -> Answer {
        try answer(to: Array("GET \(path) HTTP/1.1\r\n\(head)\r\n".utf8))
    }

    /// - Parameter request: whole, head and body.
    package func answer(to request: [UInt8]) throws -> Answer {
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes {
                send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw BareError("the server closed the connection") }
            sent += count
        }
        buffer.removeAll(keepingCapacity: true)
        var head: BareHead?
        while true {
            try receive()
            if head == nil { head = BareHead(buffer) }
            if let head, buffer.count >= head.end + head.bodyLength {
                let status = Int(String(decoding: buffer[9..<12], as: UTF8.self)) ?? 0
                return Answer(status: status, body: Array(buffer[head.end..<head.end + head.bodyLength]))
            }
        }
    }

    private func receive() throws {
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: 65_536))
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress?.advanced(by: old), 65_536, 0) }
        guard count > 0 else { throw BareError("the server closed the connection, or said nothing for a minute") }
        buffer.removeLast(65_536 - count)
    }
}
