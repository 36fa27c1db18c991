import Glibc
import Synchronization

/// A mail server that accepts whatever comes and keeps the last message: plain sockets, a thread for each connection. It ends
/// with the process.
package final class MailSink: Sendable {
    package let port: UInt16
    private let accepted = Atomic<Int>(0)
    private let last = Mutex<[UInt8]>([])

    /// Messages that were answered with 250.
    package var count: Int { accepted.load(ordering: .relaxed) }

    /// The message that was accepted last, as it came.
    package var message: [UInt8] { last.withLock { $0 } }

    package init() throws {
        let listener = try SinkListener()
        port = listener.port
        listener.serve(named: "mail-sink") { [self] in serve($0) }
    }

    private func serve(_ descriptor: Int32) {
        guard SinkListener.send("220 sink\r\n", to: descriptor) else { return }
        var message: [UInt8] = []
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
                        last.withLock { [message] in $0 = message }
                        accepted.add(1, ordering: .relaxed)
                        answer = "250 Ok\r\n"
                    } else {
                        message += line
                    }
                } else {
                    switch line.first {
                    case UInt8(ascii: "E"): answer = "250-sink\r\n250 SIZE\r\n"
                    case UInt8(ascii: "D"):
                        isText = true
                        message.removeAll(keepingCapacity: true)
                        answer = "354 go on\r\n"
                    case UInt8(ascii: "Q"): return
                    default: answer = "250 Ok\r\n"
                    }
                }
                line.removeAll(keepingCapacity: true)
                if let answer, !SinkListener.send(answer, to: descriptor) { return }
            }
        }
    }
}
