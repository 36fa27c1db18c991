import Jobs
import Operations
import Synchronization

/// What one run has published: the newest chunks, as many as there is room for, and the last progress. What was written
/// already is kept too: should Redis lose it, it is written again.
final class RunStream: StreamSink {
    /// Of chunks, in bytes: beyond it the oldest are dropped.
    static let room = Limits.streamBytes

    private struct State {
        var chunks: [[UInt8]] = []
        var bytes = 0
        /// The number of the first of `chunks`.
        var first = 1
        /// Of `chunks`, those that were taken.
        var taken = 0
        var progress: JobProgress?
        var isProgressNew = false
        /// Whether the stream begins anew with what is taken next.
        var needsAll = true
        /// Waits to be sent, or is on its way.
        var isUnderWay = false
        var hasTold = false
        var isClosed = false
        /// Reached when all was written after the end of the run.
        var written: StopLatch?
    }

    var id: JobID { claim.id }
    private let claim: Claim
    private let attempt: Int
    private let buffer: StreamBuffer
    private let state = Mutex(State())

    init(_ job: ClaimedJob, buffer: StreamBuffer) {
        claim = job.claim
        attempt = job.attempt
        self.buffer = buffer
    }

    func publish(_ progress: JobProgress) {
        change { state in
            state.progress = progress
            state.isProgressNew = true
        }
    }

    func publish(_ chunk: [UInt8]) {
        change { state in
            state.chunks.append(chunk)
            state.bytes += chunk.count
            guard state.bytes > Self.room else { return }
            // More than needed at once, so that a fast publisher does not move the rest with every chunk.
            var dropped = 0
            while state.bytes > Self.room / 4 * 3, dropped < state.chunks.count - 1 {
                state.bytes -= state.chunks[dropped].count
                dropped += 1
            }
            state.chunks.removeFirst(dropped)
            state.first += dropped
            if dropped > state.taken { state.needsAll = true }
            state.taken = max(0, state.taken - dropped)
        }
    }

    /// Extends the life of what was written.
    func touch() {
        change { _ in }
    }

    private func change(_ body: (inout State) -> Void) {
        let (isDue, isNew) = state.withLock { state in
            if state.isClosed { return (false, false) }
            body(&state)
            defer {
                state.isUnderWay = true
                state.hasTold = true
            }
            return (!state.isUnderWay, !state.hasTold)
        }
        if isNew { buffer.begin(self) }
        if isDue { buffer.push(self) }
    }

    /// What is to be sent now; there is something to send from the time that the run was pushed.
    func take() -> JobStreamWrite {
        state.withLock { state in
            if state.needsAll { state.taken = 0 }
            defer {
                state.taken = state.chunks.count
                state.isProgressNew = false
                state.needsAll = false
            }
            return JobStreamWrite(
                claim: claim, attempt: attempt, first: state.first + state.taken,
                chunks: Array(state.chunks[state.taken...]),
                progress: state.needsAll || state.isProgressNew ? state.progress : nil, isWhole: state.needsAll)
        }
    }

    /// What was taken has been written, or could not be.
    /// - Parameter needsAll: what it continues is lost.
    func wasWritten(butNeedsAll needsAll: Bool) {
        let (hasMore, written) = state.withLock { state in
            if needsAll { state.needsAll = true }
            state.isUnderWay = state.needsAll || state.taken < state.chunks.count || state.isProgressNew
            return (state.isUnderWay, state.written)
        }
        if hasMore { buffer.push(self) } else { written?.open() }
    }

    /// Whether the run has published nothing at all.
    var isSilent: Bool { state.withLock { !$0.hasTold } }

    /// Takes no more, and returns when all was written, or when that takes too long.
    func close(within limit: Duration) async {
        let written: StopLatch? = state.withLock { state in
            state.isClosed = true
            if state.isUnderWay { state.written = StopLatch() }
            return state.written
        }
        await written?.wait(atMost: limit)
        buffer.end(self)
    }
}
