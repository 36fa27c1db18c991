import Glibc
import Synchronization

/// A language model's server without a model: streams as many server-sent events of a token each as it was made with, by the
/// shape that llama.cpp gives them. Plain sockets, a thread for each connection. It ends with the process.
package final class ChatSink: Sendable {
    package let port: UInt16
    /// Of one answer.
    package let tokens: Int
    /// Of the text of one answer.
    package var text: String { String(repeating: Self.token, count: tokens) }

    private static let token = "mot "
    private let microseconds: UInt32
    private let answered = Atomic<Int>(0)

    package var count: Int { answered.load(ordering: .relaxed) }

    /// - Parameter microseconds: between two tokens; 0: each as soon as the one before is sent.
    package init(tokens: Int, microseconds: UInt32) throws {
        let listener = try SinkListener()
        port = listener.port
        self.tokens = tokens
        self.microseconds = microseconds
        listener.serve(named: "chat-sink") { [self] in serve($0) }
    }

    private func serve(_ descriptor: Int32) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            bytes += buffer[..<count]
            while let head = BareHead(bytes), bytes.count >= head.end + head.bodyLength {
                bytes.removeFirst(head.end + head.bodyLength)
                guard answer(descriptor) else { return }
                answered.add(1, ordering: .relaxed)
            }
        }
    }

    private func answer(_ descriptor: Int32) -> Bool {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        let piece = Self.chunk(Self.event(#"{"content":"\#(Self.token)"}"#))
        guard SinkListener.send(head, to: descriptor) else { return false }
        for _ in 0..<tokens {
            guard SinkListener.send(piece, to: descriptor) else { return false }
            if microseconds > 0 { usleep(microseconds) }
        }
        let usage =
            #"data: {"choices":[],"model":"sink","usage":{"prompt_tokens":9,"completion_tokens":\#(tokens)}}"# + "\n\n"
        let end = Self.chunk(Self.event("{}", finish: #""stop""#) + usage + "data: [DONE]\n\n") + "0\r\n\r\n"
        return SinkListener.send(end, to: descriptor)
    }

    private static func event(_ delta: String, finish: String = "null") -> String {
        #"data: {"choices":[{"finish_reason":\#(finish),"index":0,"delta":\#(delta)}],"created":1796041035,"#
            + #""id":"chatcmpl-HUKTDvVbX7ybKJAVT2EhXKQsLKL41O3N","model":"sink","system_fingerprint":"b0-unknown","#
            + #""object":"chat.completion.chunk"}"# + "\n\n"
    }

    private static func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }
}
