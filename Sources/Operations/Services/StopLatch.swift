/// Closed until it is opened, then open for good.
public final class StopLatch: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    public init() {
        (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    }

    public func open() { continuation.finish() }

    public func wait() async {
        for await _ in stream {}
    }

    /// Opens it when the time is over.
    public func wait(atMost limit: Duration) async {
        let timer = Task {
            try await Task.sleep(for: limit)
            open()
        }
        await wait()
        timer.cancel()
    }
}
