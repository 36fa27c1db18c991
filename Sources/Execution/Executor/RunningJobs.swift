import Jobs
import Synchronization

/// The jobs that run in this process now, one in a slot at most, so that they can be asked to stop.
final class RunningJobs: Sendable {
    struct Entry {
        let run: ObservedRun
        let task: Task<Settlement, Never>
        let stop: StopReason.Box
        let deadline: ContinuousClock.Instant
        /// What was begun without a claim; nil once that is written.
        fileprivate var unclaimed: Unclaimed?

        init(
            _ run: ObservedRun, _ task: Task<Settlement, Never>, stop: StopReason.Box,
            deadline: ContinuousClock.Instant,
            unclaimed: Unclaimed? = nil
        ) {
            self.unclaimed = unclaimed
            self.run = run
            self.task = task
            self.stop = stop
            self.deadline = deadline
        }

        fileprivate func end(_ reason: StopReason) {
            stop.set(reason)
            task.cancel()
        }
    }

    struct Unclaimed {
        let claim: Claim
        /// When the claim is to be written.
        let deadline: ContinuousClock.Instant
        var isUnderWay = false
    }

    /// With a lock of its own: slots that begin and end thousands of short jobs a second would form a queue at one that they share.
    private final class Slot: Sendable {
        private let content = Mutex<Entry?>(nil)

        var entry: Entry? { content.withLock { $0 } }

        /// What was there is let go of without the lock.
        func set(_ entry: Entry?) {
            _ = content.withLock { content in
                let old = content
                content = entry
                return old
            }
        }

        @discardableResult
        func change<Result: Sendable>(_ body: (inout Entry) -> Result?) -> Result? {
            content.withLock { content in
                guard var entry = content else { return nil }
                let result = body(&entry)
                content = entry
                return result
            }
        }
    }

    private let slots: [Slot]

    init(slots: Int) {
        self.slots = (0..<slots).map { _ in Slot() }
    }

    /// - Parameter entry: nil when the slot is free.
    func set(_ entry: Entry?, in slot: Int) {
        slots[slot].set(entry)
    }

    /// Asks jobs to stop; a handler may ignore it.
    func stop(_ ids: [JobID], because reason: StopReason) {
        for entry in these(ids) { entry.end(reason) }
    }

    /// Of these, the runs that did not end yet.
    func runs(of ids: [JobID]) -> [ObservedRun] { these(ids).map(\.run) }

    private func these(_ ids: [JobID]) -> [Entry] {
        let meant = Set(ids)
        return slots.compactMap(\.entry).filter { meant.contains($0.run.id) }
    }

    /// The claims that are to be written by now. Each is given out once.
    func takeUnclaimed(now: ContinuousClock.Instant) -> [Claim] {
        slots.compactMap { slot in
            slot.change { entry in
                guard let unclaimed = entry.unclaimed, unclaimed.deadline <= now, !unclaimed.isUnderWay else {
                    return nil
                }
                entry.unclaimed?.isUnderWay = true
                return unclaimed.claim
            }
        }
    }

    /// Which of these are not written yet.
    func unclaimed(of claims: some Collection<Claim>) -> [Claim] {
        let meant = Set(claims)
        return slots.compactMap { $0.entry?.unclaimed?.claim }.filter { meant.contains($0) }
    }

    /// These are written.
    func claimed(_ claims: Set<Claim>) {
        for slot in slots {
            slot.change { entry in
                if let claim = entry.unclaimed?.claim, claims.contains(claim) { entry.unclaimed = nil }
                return ()
            }
        }
    }

    func stopOverdue(now: ContinuousClock.Instant) {
        for entry in slots.compactMap(\.entry) where entry.deadline <= now { entry.end(.timedOut) }
    }
}
