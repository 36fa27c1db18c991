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

    private let entries: Mutex<[Entry?]>

    init(slots: Int) {
        entries = Mutex(Array(repeating: nil, count: slots))
    }

    /// - Parameter entry: nil when the slot is free.
    func set(_ entry: Entry?, in slot: Int) {
        entries.withLock { $0[slot] = entry }
    }

    /// Asks jobs to stop; a handler may ignore it.
    func stop(_ ids: [JobID], because reason: StopReason) {
        for entry in these(ids) { entry.end(reason) }
    }

    /// Of these, the runs that did not end yet.
    func runs(of ids: [JobID]) -> [ObservedRun] { these(ids).map(\.run) }

    private func these(_ ids: [JobID]) -> [Entry] {
        let meant = Set(ids)
        return entries.withLock { $0.compactMap { $0 } }.filter { meant.contains($0.run.id) }
    }

    /// The claims that are to be written by now. Each is given out once.
    func takeUnclaimed(now: ContinuousClock.Instant) -> [Claim] {
        entries.withLock { entries in
            entries.indices.compactMap { slot in
                guard let unclaimed = entries[slot]?.unclaimed, unclaimed.deadline <= now, !unclaimed.isUnderWay
                else { return nil }
                entries[slot]?.unclaimed?.isUnderWay = true
                return unclaimed.claim
            }
        }
    }

    /// Which of these are not written yet.
    func unclaimed(of claims: some Collection<Claim>) -> [Claim] {
        let meant = Set(claims)
        return entries.withLock { $0.compactMap { $0?.unclaimed?.claim } }.filter { meant.contains($0) }
    }

    /// These are written.
    func claimed(_ claims: Set<Claim>) {
        entries.withLock { entries in
            for slot in entries.indices {
                if let claim = entries[slot]?.unclaimed?.claim, claims.contains(claim) {
                    entries[slot]?.unclaimed = nil
                }
            }
        }
    }

    func stopOverdue(now: ContinuousClock.Instant) {
        let overdue = entries.withLock { $0.compactMap { $0 }.filter { $0.deadline <= now } }
        for entry in overdue { entry.end(.timedOut) }
    }
}
