import Jobs
import Synchronization

/// The jobs that run in this process now, one in a slot at most, so that they can be told to stop.
final class RunningJobs: Sendable {
    struct Entry {
        let id: JobID
        let task: Task<Settlement, Never>
        let stop: StopReason.Box
        let deadline: ContinuousClock.Instant

        init(_ id: JobID, _ task: Task<Settlement, Never>, stop: StopReason.Box, deadline: ContinuousClock.Instant) {
            self.id = id
            self.task = task
            self.stop = stop
            self.deadline = deadline
        }

        fileprivate func end(_ reason: StopReason) {
            stop.set(reason)
            task.cancel()
        }
    }

    private let entries: Mutex<[Entry?]>

    init(slots: Int) {
        entries = Mutex(Array(repeating: nil, count: slots))
    }

    /// - Parameter entry: nil when the slot is free.
    func set(_ entry: Entry?, in slot: Int) {
        entries.withLock { $0[slot] = entry }
    }

    /// Tells jobs to stop; whether they listen is theirs to say.
    func stop(_ ids: [JobID], because reason: StopReason) {
        let meant = Set(ids)
        for entry in entries.withLock({ $0.compactMap { $0 } }) where meant.contains(entry.id) { entry.end(reason) }
    }

    func stopOverdue(now: ContinuousClock.Instant) {
        let overdue = entries.withLock { $0.compactMap { $0 }.filter { $0.deadline <= now } }
        for entry in overdue { entry.end(.timedOut) }
    }
}
