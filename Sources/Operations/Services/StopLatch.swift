/// Closed until somebody opens it, then open for good.
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
}
