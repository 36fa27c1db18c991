import Synchronization

/// Spans that ended and wait to be sent. It is bounded: what does not fit is dropped, so that a collector that takes
/// nothing costs the work nothing but this memory.
final class SpanQueue: Sendable {
    private struct State {
        var spans: [[UInt8]] = []
        /// Ends the pause in which spans gather.
        var pause: Task<Void, Never>?
        var isClosed = false
    }

    private let capacity: Int
    private let batch: Int
    private let state = Mutex(State())
    private let arrivals: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init(capacity: Int, batch: Int) {
        self.capacity = capacity
        self.batch = batch
        (arrivals, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// - Returns: false when there is no room.
    func offer(_ span: [UInt8]) -> Bool {
        let (isTaken, isFirst, pause) = state.withLock { state in
            guard state.spans.count < capacity else { return (false, false, nil as Task<Void, Never>?) }
            state.spans.append(span)
            return (true, state.spans.count == 1, state.spans.count == batch ? state.pause : nil)
        }
        if isFirst { bell.yield() }
        pause?.cancel()
        return isTaken
    }

    /// Waits for spans, then for as many as a batch has or until the delay is over.
    /// - Returns: false once the queue is closed and empty.
    func gather(for delay: Duration) async -> Bool {
        while state.withLock({ $0.spans.isEmpty }) {
            if state.withLock({ $0.isClosed }) { return false }
            for await _ in arrivals { break }
        }
        let pause = Task<Void, Never> { _ = try? await Task.sleep(for: delay) }
        let isDue = state.withLock { state in
            state.pause = pause
            return state.isClosed || state.spans.count >= batch
        }
        if isDue { pause.cancel() }
        await pause.value
        return true
    }

    func take() -> [[UInt8]] {
        state.withLock { state in
            let taken = Array(state.spans.prefix(batch))
            state.spans.removeFirst(taken.count)
            return taken
        }
    }

    /// Nothing waits any more.
    func close() {
        let pause = state.withLock { state in
            state.isClosed = true
            return state.pause
        }
        bell.finish()
        pause?.cancel()
    }
}
