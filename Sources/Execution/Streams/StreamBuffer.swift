import Jobs
import Operations
import Reactor
import Synchronization

/// Sends what the runs of this process publish to the supervisor, which writes it: one batch at a time for all of them, so
/// that what they publish meanwhile gathers, and at most a batch waits in the channel.
final class StreamBuffer: Sendable {
    /// Of chunks in one batch, about, in bytes.
    private static let batchBytes = 1 << 20
    /// Between batches: viewers do not notice it.
    private static let pause = Duration.milliseconds(5)
    /// How often streams are kept alive, for runs that are silent for long.
    static let touch = Limits.streamLife / 4

    private struct State {
        var last: UInt32 = 0
        var awaited: (number: UInt32, milestone: StopLatch)?
        /// Of the batch that is awaited: those that have to be sent whole.
        var again: Set<JobID> = []
        var runs: [ObjectIdentifier: RunStream] = [:]
    }

    private let waiting = BatchQueue<RunStream>()
    private let patience: Duration
    private let state = Mutex(State())

    /// - Parameter patience: the longest wait for a batch; a supervisor answers sooner, also when Redis does not.
    init(patience: Duration = .seconds(5)) { self.patience = patience }

    func push(_ run: RunStream) { waiting.push(run) }

    func begin(_ run: RunStream) { state.withLock { $0.runs[ObjectIdentifier(run)] = run } }

    func end(_ run: RunStream) { state.withLock { $0.runs[ObjectIdentifier(run)] = nil } }

    /// The supervisor has dealt with a batch.
    func acknowledge(_ number: UInt32, again: [JobID]) {
        let milestone: StopLatch? = state.withLock { state in
            guard let awaited = state.awaited, awaited.number == number else { return nil }
            state.again = Set(again)
            return awaited.milestone
        }
        milestone?.open()
    }

    /// Sends until the process ends.
    func sendAll(_ send: @escaping @Sendable (UInt32, [JobStreamWrite]) -> Void) async {
        while true {
            let runs = await waiting.next(upTo: 300)
            if runs.isEmpty { return }
            var writes: [JobStreamWrite] = []
            var bytes = 0
            for run in runs where bytes < Self.batchBytes {
                let write = run.take()
                bytes += write.chunks.reduce(0) { $0 + $1.count }
                writes.append(write)
            }
            waiting.push(Array(runs[writes.count...]))
            let milestone = StopLatch()
            let number = state.withLock { state in
                state.last &+= 1
                state.awaited = (state.last, milestone)
                state.again = []
                return state.last
            }
            send(number, writes)
            await milestone.wait(atMost: patience)
            let again = state.withLock { $0.again }
            for run in runs[..<writes.count] { run.wasWritten(butNeedsAll: again.contains(run.id)) }
            try? await Task.sleep(for: Self.pause)
        }
    }

    func keepAlive(every pause: Duration = touch) async {
        await repeatEvery(pause) {
            for run in state.withLock({ Array($0.runs.values) }) { run.touch() }
        }
    }
}
