import Dispatch
import Reactor
import Synchronization

/// A few threads that do slow work. Sign-ins and sign-ups take turns, each fair among its flows, and each has a bounded
/// number of places in which to wait; what is beyond is refused.
final class HashingThreads: Sendable {
    private struct Job: Sendable {
        /// Does the work, and returns a closure that resumes the caller with the result.
        let work: @Sendable () -> @Sendable () -> Void
        let refuse: @Sendable (PasswordError) -> Void
    }

    private struct State {
        var signIns: FairQueue<Job>
        var signUps: FairQueue<Job>
        /// Threads that have nothing to do.
        var idle: Int
        /// Whose turn it is when both wait.
        var isSignUpNext = false
        var isStopped = false

        /// Where work waits or waited.
        struct Place {
            let isSignUp: Bool
            let id: UInt64
        }

        /// Work for which a thread is idle does not count as waiting, although it is queued until the thread takes it.
        mutating func add(_ job: Job, _ share: HashShare, _ limits: Limits) -> FairQueue<Job>.Admission {
            signIns.perFlow = limits.signInsOfOneFlow + idle
            signIns.total = limits.signIns + idle
            signUps.perFlow = limits.signUpsOfOneFlow + idle
            signUps.total = limits.signUps + idle
            let flow = FairQueue<Job>.Flow(
                group: share.address, member: share.account.map { "\($0)" } ?? "\0unknown", isLow: share.isLow)
            return share.purpose == .signUp ? signUps.add(job, to: flow) : signIns.add(job, to: flow)
        }

        mutating func remove(_ place: Place) -> Job? {
            place.isSignUp ? signUps.remove(place.id) : signIns.remove(place.id)
        }

        mutating func next() -> Job? {
            let isSignUp = signIns.isEmpty || (isSignUpNext && !signUps.isEmpty)
            isSignUpNext = !isSignUp
            guard let job = isSignUp ? signUps.next()?.element : signIns.next()?.element else { return nil }
            idle -= 1
            return job
        }
    }

    /// How many may wait, beyond one for each idle thread.
    private struct Limits {
        let signIns: Int
        let signInsOfOneFlow: Int
        let signUps: Int
        let signUpsOfOneFlow: Int
    }

    private enum Next {
        case job(Job)
        case nothing, stop
    }

    private let state: Mutex<State>
    /// Counts jobs that came, the cancelled ones among them; a thread that finds no job waits again.
    private let arrivals = DispatchSemaphore(value: 0)
    private let count: Int
    private let limits: Limits

    /// The threads live until `stop()`.
    /// - Parameters:
    ///   - flowLimit: sign-ins of one flow that may wait; the others are those of the hasher.
    init(count: Int, queueLimit: Int, flowLimit: Int? = nil, signUpLimit: Int = 200) {
        self.count = count
        limits = Limits(
            signIns: queueLimit, signInsOfOneFlow: flowLimit ?? queueLimit, signUps: signUpLimit * 5,
            signUpsOfOneFlow: signUpLimit)
        state = Mutex(
            State(
                signIns: FairQueue(perFlow: limits.signInsOfOneFlow, total: limits.signIns),
                signUps: FairQueue(perFlow: limits.signUpsOfOneFlow, total: limits.signUps), idle: count))
        for _ in 0..<count { startThread(named: "passwords") { self.serve() } }
    }

    /// Does `work` on one of the threads. A task that is cancelled while its work waits leaves the queue at once.
    func run<Value: Sendable>(
        for share: HashShare = .own, _ work: @escaping @Sendable () -> Value
    ) async throws(PasswordError) -> Value {
        let place = Mutex<State.Place?>(nil)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (caller: CheckedContinuation<Result<Value, PasswordError>, Never>) in
                submit(
                    Job(
                        work: {
                            let value = work()
                            return { caller.resume(returning: .success(value)) }
                        },
                        refuse: { caller.resume(returning: .failure($0)) }), share, place)
            }
        } onCancel: {
            cancel(place)
        }
        return try result.get()
    }

    /// Refuses what waits and ends the threads once they have done what they are at.
    func stop() {
        let queue = state.withLock { state in
            state.isStopped = true
            return state.signIns.removeAll() + state.signUps.removeAll()
        }
        for job in queue { job.refuse(.cancelled) }
        for _ in 0..<count { arrivals.signal() }
    }

    private func submit(_ job: Job, _ share: HashShare, _ place: borrowing Mutex<State.Place?>) {
        var evicted: Job?
        let refusal: PasswordError? = state.withLock { state in
            // Asked under the lock: a cancellation that comes later finds the job in the queue.
            if state.isStopped || Task.isCancelled { return .cancelled }
            switch state.add(job, share, limits) {
            case .refused: return .overloaded
            case .queued(let id, let other):
                evicted = other
                place.withLock { $0 = State.Place(isSignUp: share.purpose == .signUp, id: id) }
                return nil
            }
        }
        if let refusal { job.refuse(refusal) } else { arrivals.signal() }
        evicted?.refuse(.overloaded)
    }

    private func cancel(_ place: borrowing Mutex<State.Place?>) {
        let job = state.withLock { state in place.withLock { $0 }.flatMap { state.remove($0) } }
        job?.refuse(.cancelled)
    }

    private func serve() {
        while true {
            arrivals.wait()
            switch next() {
            case .stop: return
            case .nothing: continue
            case .job(let job):
                let deliver = job.work()
                state.withLock { $0.idle += 1 }
                deliver()
            }
        }
    }

    private func next() -> Next {
        state.withLock { state in
            if state.isStopped { return .stop }
            guard let job = state.next() else { return .nothing }
            return .job(job)
        }
    }
}
