import Glibc
import Reactor
import Synchronization

/// A mail server that accepts whatever comes and keeps nothing: plain sockets, a thread for each connection. It ends with
/// the process.
package final class MailSink: Sendable {
    package let port: UInt16
    private let accepted = Atomic<Int>(0)

    /// Messages that were answered with 250.
    package var count: Int { accepted.load(ordering: .relaxed) }

    package init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard result else { throw BareError("no port for the mail sink") }
        port = UInt16(bigEndian: address.sin_port)
        startThread(named: "mail-sink") { [self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                var one: Int32 = 1
                setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
                startThread(named: "mail-sink") { [self] in
                    serve(descriptor)
                    close(descriptor)
                }
            }
        }
    }

    private func serve(_ descriptor: Int32) {
        func say(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            return send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        }
        guard say("220 sink\r\n") else { return }
        var isText = false
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            for byte in buffer[..<count] {
                line.append(byte)
                guard byte == 0x0A else { continue }
                var answer: String?
                if isText {
                    if line == [0x2E, 0x0D, 0x0A] {
                        isText = false
                        accepted.add(1, ordering: .relaxed)
                        answer = "250 Ok\r\n"
                    }
                } else {
                    switch line.first {
                    case UInt8(ascii: "E"): answer = "250-sink\r\n250 SIZE\r\n"
                    case UInt8(ascii: "D"):
                        isText = true
                        answer = "354 go on\r\n"
                    case UInt8(ascii: "Q"): return
                    default: answer = "250 Ok\r\n"
                    }
                }
                line.removeAll(keepingCapacity: true)
                if let answer, !say(answer) { return }
            }
        }
    }
}
