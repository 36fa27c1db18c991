import Jobs
import Reactor

/// Claimed jobs that wait for a slot, and the slots that wait for a job.
///
/// A slot takes one job at a time: nothing waits behind a job that turns out to be long. But to wake a thread costs more
/// than a short job, so of kinds that are over in no time each waking slot is counted on for a `quantum` of work. A slot
/// that is counted on and does not come back is found out by `look()`, and the next ones are woken.
final class ReadyJobs: Sendable {
    /// In seconds.
    static let quantum = 0.002

    fileprivate struct Waiting {
        let job: ClaimedJob
        /// The part of a quantum that it is expected to take; 1 when it may be long.
        let share: Double
    }

    fileprivate enum Slot {
        /// Runs a job that may be long.
        case away
        /// Will ask for a job soon: it was woken, or runs a short one. Since the look of this number.
        case expected(since: Int)
        case idle(CheckedContinuation<Void, Never>)
    }

    fileprivate struct State {
        var jobs: [Waiting?] = []
        /// The first of `jobs` that waits.
        var head = 0
        /// Of the waiting jobs together, in quanta.
        var work = 0.0
        var slots: [Slot]
        /// Those that sleep; the last to fall asleep is woken first.
        var idle: [Int] = []
        var expected = 0
        var looks = 0
        /// Waits until there is a job.
        var watcher: CheckedContinuation<Void, Never>?
        /// How long jobs of a kind keep their slot, in seconds.
        var times: [JobKind: Double] = [:]
    }

    private let state: BusyLock<State>

    init(slots: Int) {
        state = BusyLock(State(slots: Array(repeating: .away, count: slots)))
    }

    /// Slots that sleep.
    var idle: Int { state.withLock { $0.idle.count } }

    func push(_ jobs: [ClaimedJob]) {
        let woken = state.withLock { state in
            for job in jobs { state.append(job) }
            return state.wake() + [state.watcher.take()].compactMap(\.self)
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Waits for a job.
    /// - Parameters:
    ///   - slot: its number; a slot asks for one job at a time.
    ///   - last: what it ran before, and for how many seconds.
    func next(for slot: Int, after last: (kind: JobKind, time: Double)?) async -> ClaimedJob {
        if let last { state.withLock { $0.learn(last.kind, last.time) } }
        while true {
            let (job, woken) = state.withLock { state in (state.take(slot), state.wake()) }
            for slot in woken { slot.resume() }
            if let job { return job }
            await withCheckedContinuation { continuation in
                let mustReturn = state.withLock { state in
                    if state.head < state.jobs.count { return true }
                    state.slots[slot] = .idle(continuation)
                    state.idle.append(slot)
                    return false
                }
                if mustReturn { continuation.resume() }
            }
        }
    }

    /// Takes everything that waits.
    func drain() -> [ClaimedJob] {
        state.withLock { state in
            defer {
                state.jobs = []
                state.head = 0
                state.work = 0
            }
            return state.jobs[state.head...].compactMap { $0?.job }
        }
    }

    /// Returns when there is a job that waits or runs. To be called by one task at a time.
    func whenBusy() async {
        await withCheckedContinuation { continuation in
            let isBusy = state.withLock { state in
                if state.idle.count < state.slots.count || state.head < state.jobs.count { return true }
                state.watcher = continuation
                return false
            }
            if isBusy { continuation.resume() }
        }
    }

    /// To be called now and then: slots that were expected at the last look and have not come since are away.
    func look() {
        let woken = state.withLock { state in
            for (number, slot) in state.slots.enumerated() {
                guard case .expected(let since) = slot, since < state.looks else { continue }
                state.slots[number] = .away
                state.expected -= 1
            }
            state.looks += 1
            return state.wake()
        }
        for slot in woken { slot.resume() }
    }
}

extension ReadyJobs.State {
    fileprivate mutating func append(_ job: ClaimedJob) {
        let share = min(1, (times[job.kind] ?? 1) / ReadyJobs.quantum)
        jobs.append(ReadyJobs.Waiting(job: job, share: share))
        work += share
    }

    /// A slot that asks for a job, with the job that it gets.
    fileprivate mutating func take(_ slot: Int) -> ClaimedJob? {
        if case .expected = slots[slot] { expected -= 1 }
        slots[slot] = .away
        guard head < jobs.count, let next = jobs[head].take() else { return nil }
        head += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
            work = 0
        } else {
            work -= next.share
            if head >= 256, head * 2 >= jobs.count {
                jobs.removeFirst(head)
                head = 0
            }
        }
        if next.share < 1 { expect(slot) }
        return next.job
    }

    private mutating func expect(_ slot: Int) {
        slots[slot] = .expected(since: looks)
        expected += 1
    }

    /// As many slots as there is work for, beside those that come by themselves.
    fileprivate mutating func wake() -> [CheckedContinuation<Void, Never>] {
        guard head < jobs.count else { return [] }
        var woken: [CheckedContinuation<Void, Never>] = []
        while expected < min(Int(work.rounded(.up)), jobs.count - head), let slot = idle.popLast() {
            guard case .idle(let continuation) = slots[slot] else { continue }
            woken.append(continuation)
            expect(slot)
        }
        return woken
    }

    /// In steps to the median, whatever the size of the difference: a mean would rise with each thread that the system
    /// holds up in mid-job, more slots would be woken for it, and hold up more.
    fileprivate mutating func learn(_ kind: JobKind, _ time: Double) {
        let known = times[kind] ?? time
        times[kind] = time > known ? min(time, max(known, 1e-6) * 1.25) : max(time, known * 0.8)
    }
}
