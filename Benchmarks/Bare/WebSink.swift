import Glibc
import Synchronization

/// An HTTP server that answers every request with 204 and keeps the last one: plain sockets, a thread for each connection. It
/// ends with the process.
package final class WebSink: Sendable {
    package let port: UInt16
    private let answered = Atomic<Int>(0)
    private let last = Mutex<[UInt8]>([])

    /// Requests that were answered.
    package var count: Int { answered.load(ordering: .relaxed) }

    /// The last request, head and body.
    package var request: [UInt8] { last.withLock { $0 } }

    package init() throws {
        let listener = try SinkListener()
        port = listener.port
        listener.serve(named: "web-sink") { [self] in serve($0) }
    }

    private func serve(_ descriptor: Int32) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            bytes += buffer[..<count]
            while let head = BareHead(bytes), bytes.count >= head.end + head.bodyLength {
                let length = head.end + head.bodyLength
                last.withLock { [bytes] in $0 = Array(bytes[..<length]) }
                bytes.removeFirst(length)
                answered.add(1, ordering: .relaxed)
                guard SinkListener.send("HTTP/1.1 204 No Content\r\n\r\n", to: descriptor) else { return }
            }
        }
    }
}
