import Dispatch
import Reactor
import Synchronization

/// A few threads that do slow work in the order in which it came, and refuse work beyond a bounded queue.
final class HashingThreads: Sendable {
    private struct Job: Sendable {
        let id: UInt64
        /// Does the work, and gives what tells the caller.
        let work: @Sendable () -> @Sendable () -> Void
        let refuse: @Sendable (PasswordError) -> Void
    }

    private struct State {
        var queue: [Job] = []
        var running = 0
        var isStopped = false
    }

    private enum Next {
        case job(Job)
        case nothing, stop
    }

    private let state = Mutex(State())
    /// Counts jobs that came, the cancelled ones among them; a thread that finds no job waits again.
    private let arrivals = DispatchSemaphore(value: 0)
    private let lastID = Atomic<UInt64>(0)
    private let count: Int
    private let limit: Int

    /// The threads live until `stop()`.
    init(count: Int, queueLimit: Int) {
        self.count = count
        limit = count + queueLimit
        for _ in 0..<count { startThread(named: "passwords") { self.serve() } }
    }

    /// Does `work` on one of the threads. A task that is cancelled while its work waits leaves the queue at once.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(PasswordError) -> Value {
        let id = lastID.add(1, ordering: .relaxed).newValue
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (caller: CheckedContinuation<Result<Value, PasswordError>, Never>) in
                submit(
                    Job(
                        id: id,
                        work: {
                            let value = work()
                            return { caller.resume(returning: .success(value)) }
                        },
                        refuse: { caller.resume(returning: .failure($0)) }))
            }
        } onCancel: {
            cancel(id)
        }
        return try result.get()
    }

    /// Refuses what waits and ends the threads once they have done what they are at.
    func stop() {
        let queue = state.withLock { state in
            state.isStopped = true
            defer { state.queue = [] }
            return state.queue
        }
        for job in queue { job.refuse(.cancelled) }
        for _ in 0..<count { arrivals.signal() }
    }

    private func submit(_ job: Job) {
        let refusal: PasswordError? = state.withLock { state in
            // Asked under the lock: a cancellation that comes later finds the job in the queue.
            if state.isStopped || Task.isCancelled { return .cancelled }
            guard state.queue.count + state.running < limit else { return .overloaded }
            state.queue.append(job)
            return nil
        }
        if let refusal { job.refuse(refusal) } else { arrivals.signal() }
    }

    private func cancel(_ id: UInt64) {
        let job = state.withLock { state in
            state.queue.firstIndex { $0.id == id }.map { state.queue.remove(at: $0) }
        }
        job?.refuse(.cancelled)
    }

    private func serve() {
        while true {
            arrivals.wait()
            switch next() {
            case .stop: return
            case .nothing: continue
            case .job(let job):
                let tell = job.work()
                // First, so that a caller who was told finds the place free.
                state.withLock { $0.running -= 1 }
                tell()
            }
        }
    }

    private func next() -> Next {
        state.withLock { state in
            if state.isStopped { return .stop }
            if state.queue.isEmpty { return .nothing }
            state.running += 1
            return .job(state.queue.removeFirst())
        }
    }
}
