import Foundation
import Glibc

public struct RawResponse: Sendable {
    public var status: Int
    public var headers: [String: String]
    public var body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }

    public var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }
}

/// A blocking client that sends the given bytes and nothing else. Every read has a limit.
public final class RawClient: @unchecked Sendable {
    // Sendable: each instance is used by one thread at a time.
    public enum Failure: Error {
        case connect(Int32)
        case send(Int32)
        case timeout
        case closed(sofar: [UInt8])
        case reset
        case malformed([UInt8])
    }

    public let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isClosed = false

    /// - Parameters:
    ///   - address: the server's, in the host's byte order.
    ///   - source: the own address, such as 127.0.0.2 as `0x7F00_0002`; the system's choice when nil.
    public init(
        port: Int, address number: UInt32 = 0x7F00_0001, from source: UInt32? = nil, receiveBuffer: Int32? = nil
    ) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var time = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        if let source {
            let result = Self.withAddress(source, port: 0) { bind(descriptor, $0, $1) }
            guard result == 0 else { throw Failure.connect(errno) }
        }
        let result = Self.withAddress(number, port: port) { connect(descriptor, $0, $1) }
        guard result == 0 else { throw Failure.connect(errno) }
    }

    private static func withAddress(
        _ number: UInt32, port: Int, _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = number.bigEndian
        return withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                body($0.baseAddress, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit { close() }

    public func close() {
        if !isClosed { Glibc.close(descriptor) }
        isClosed = true
    }

    /// Says that nothing more will be sent.
    public func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes with a reset instead of an orderly end.
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    public func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure.send(errno) }
            sent += count
        }
    }

    /// - Parameter method: of the request: the answer to HEAD has no body, whatever its length says.
    public func readResponse(to method: String = "GET") throws -> RawResponse {
        let head = try read(until: Array("\r\n\r\n".utf8))
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        let parts = lines[0].split(separator: " ")
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let status = Int(parts[1]) else {
            throw Failure.malformed(head)
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        if status == 100 { return RawResponse(status: 100, headers: headers, body: []) }
        var body: [UInt8] = []
        if method == "HEAD" || status == 204 || status == 304 {
        } else if headers["transfer-encoding"] == "chunked" {
            while let chunk = try readChunk() { body += chunk }
        } else if let length = headers["content-length"].flatMap(Int.init) {
            body = try read(count: length)
        } else {
            body = try readToEnd()
        }
        return RawResponse(status: status, headers: headers, body: body)
    }

    /// The header of an answer whose body is read chunk by chunk.
    public func readHead() throws -> String {
        String(decoding: try read(until: Array("\r\n\r\n".utf8)), as: UTF8.self)
    }

    /// - Returns: nil at the end of a chunked body.
    public func readChunk() throws -> [UInt8]? {
        let line = String(decoding: try read(until: Array("\r\n".utf8)), as: UTF8.self)
        guard let size = Int(line.prefix { $0 != ";" }.trimmingCharacters(in: .whitespacesAndNewlines), radix: 16)
        else {
            throw Failure.malformed(Array(line.utf8))
        }
        let chunk = try read(count: size)
        _ = try read(count: 2)
        return size == 0 ? nil : chunk
    }

    public func readToEnd() throws -> [UInt8] {
        while try fill() {}
        defer { buffer = [] }
        return buffer
    }

    private func read(count: Int) throws -> [UInt8] {
        while buffer.count < count {
            guard try fill() else { throw Failure.closed(sofar: buffer) }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func read(until mark: [UInt8]) throws -> [UInt8] {
        while true {
            if let range = buffer.firstRange(of: mark) {
                defer { buffer.removeFirst(range.upperBound) }
                return Array(buffer[..<range.upperBound])
            }
            guard try fill() else { throw Failure.closed(sofar: buffer) }
        }
    }

    /// - Returns: false at the end of the stream.
    private func fill() throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count > 0 { buffer += bytes[..<count] }
        if count < 0 { throw errno == EAGAIN ? Failure.timeout : Failure.reset }
        return count > 0
    }
}
