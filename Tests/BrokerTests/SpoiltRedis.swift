import Glibc
import Reactor
import Synchronization
import TestSupport

/// A server that greets as Redis does and answers every command that is not a greeting with what `reply` makes.
final class SpoiltRedis: Sendable {
    struct Failed: Error {}

    private let descriptor: Int32
    let port: Int
    private let reply: @Sendable () -> [UInt8]

    init(reply: @escaping @Sendable () -> [UInt8]) throws {
        self.reply = reply
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(descriptor, pointer, length) == 0, listen(descriptor, 16) == 0 else { return Int32(-1) }
                return getsockname(descriptor, pointer, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard result == 0 else { throw Failed() }
        startThread(named: "spoilt-redis") { [self] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                startThread(named: "spoilt-client") { [self] in serve(client) }
            }
        }
    }

    /// Ends its threads once their clients have left.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    deinit { close(descriptor) }

    private func serve(_ client: Int32) {
        defer { close(client) }
        var (buffer, rest) = ([UInt8](repeating: 0, count: 1 << 16), [UInt8]())
        while true {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            rest += buffer[..<count]
            var answer: [UInt8] = []
            while let command = Self.command(&rest) { answer += self.answer(to: command) }
            guard send(client, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count else { return }
        }
    }

    private func answer(to command: String) -> [UInt8] {
        switch command.uppercased() {
        case "PING": Array("+PONG\r\n".utf8)
        case "SELECT", "AUTH", "CLIENT": Array("+OK\r\n".utf8)
        case "ROLE": Array("*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n".utf8)
        case "INFO": Array("$21\r\nredis_version:7.0.0\r\n\r\n".utf8)
        case "CONFIG": Array("*2\r\n$16\r\nmaxmemory-policy\r\n$10\r\nnoeviction\r\n".utf8)
        default: reply()
        }
    }

    /// Takes one command off the front and returns its name; nil when it is not whole.
    private static func command(_ bytes: inout [UInt8]) -> String? {
        var place = 0
        func line() -> Int? {
            guard let end = bytes[place...].firstIndex(of: 13), end + 1 < bytes.count else { return nil }
            defer { place = end + 2 }
            return Int(String(decoding: bytes[(place + 1)..<end], as: UTF8.self))
        }
        guard let count = line() else { return nil }
        var name = ""
        for index in 0..<count {
            guard let length = line(), place + length + 2 <= bytes.count else { return nil }
            if index == 0 { name = String(decoding: bytes[place..<place + length], as: UTF8.self) }
            place += length + 2
        }
        bytes.removeFirst(place)
        return name
    }
}
