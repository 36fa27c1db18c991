import Jobs
import Synchronization

/// The jobs that run in this process now, so that they can be told to stop.
final class RunningJobs: Sendable {
    fileprivate struct Entry {
        let stop: StopReason.Box
        let deadline: ContinuousClock.Instant
        let task: Task<Settlement, Never>
    }

    private let entries = Mutex<[JobID: Entry]>([:])

    var isEmpty: Bool { entries.withLock { $0.isEmpty } }

    func add(_ id: JobID, _ task: Task<Settlement, Never>, stop: StopReason.Box, deadline: ContinuousClock.Instant) {
        entries.withLock { $0[id] = Entry(stop: stop, deadline: deadline, task: task) }
    }

    func remove(_ id: JobID) {
        entries.withLock { $0[id] = nil }
    }

    /// Tells jobs to stop; whether they listen is theirs to say.
    func stop(_ ids: [JobID], because reason: StopReason) {
        let stopped = entries.withLock { entries in ids.compactMap { entries[$0] } }
        for entry in stopped { entry.end(reason) }
    }

    func stopOverdue(now: ContinuousClock.Instant) {
        let overdue = entries.withLock { $0.values.filter { $0.deadline <= now } }
        for entry in overdue { entry.end(.timedOut) }
    }
}

extension RunningJobs.Entry {
    fileprivate func end(_ reason: StopReason) {
        stop.set(reason)
        task.cancel()
    }
}
