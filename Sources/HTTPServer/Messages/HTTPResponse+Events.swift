extension HTTPResponse {
    /// An event stream that goes on until the sequence ends or the reader leaves.
    /// - Parameter heartbeat: a comment is sent after this much silence; also finds readers that left without a word.
    public static func events<Events: AsyncSequence & Sendable>(
        _ events: Events, heartbeat: Duration = .seconds(15)
    ) -> HTTPResponse where Events.Element == ServerSentEvent {
        .events(heartbeat: heartbeat) { writer in
            for try await event in events { try await writer.write(event.encoded) }
        }
    }

    /// An event stream of events that are encoded already, perhaps for many readers at once.
    /// - Parameter produce: writes them; the stream ends when it returns. It is not called for a `HEAD`.
    public static func events(
        heartbeat: Duration = .seconds(15), produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
    ) -> HTTPResponse {
        var stream = HTTPBodyStream(isOpenEnded: true, produce: produce)
        stream.heartbeat = HTTPBodyStream.Heartbeat(interval: heartbeat, bytes: Array(":\n\n".utf8))
        let headers: HTTPHeaders = [
            "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no",
        ]
        return HTTPResponse(headers: headers, body: .stream(stream))
    }
}
