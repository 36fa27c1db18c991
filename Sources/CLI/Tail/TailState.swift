import Jobs
import Storage

/// What a tail knows of the jobs that it follows: a value that is given what was read, and answers what is to be printed. Each step of
/// a job is printed once.
struct TailState {
    /// How a job came to be known.
    enum Discovery {
        /// It was there before the tail began: only what becomes of it is printed.
        case before
        /// Since then.
        case since
        /// It was there before, and not followed: an operator queued it again, or there was no room for it.
        case again
    }

    private struct Known {
        var state: JobState
        var rank: JobStep.Rank
    }

    /// Jobs that have not ended, of those that were there before.
    static let room = 20_000
    /// Jobs that failed or were cancelled, which may be queued again.
    static let mostEnded = 5000
    /// Longer than ids of a minute are looked at again.
    private static let memory = Duration.seconds(90)

    private var followed: [JobID: Known] = [:]
    private var open = 0
    private var ended: [JobID] = []
    /// Ids of the last minute, whatever became of their jobs.
    private var recent: Set<JobID> = []
    private var earlier: Set<JobID> = []
    private var turnedAt = Duration.zero

    var ids: [JobID] { Array(followed.keys) }
    var openCount: Int { open }
    var hasRoom: Bool { open < Self.room }

    func knows(_ id: JobID) -> Bool { followed[id] != nil || recent.contains(id) || earlier.contains(id) }

    /// Ids that stay known for a minute at least.
    /// - Parameter time: since the start.
    mutating func remember(_ ids: [JobID], at time: Duration) {
        if time - turnedAt >= Self.memory {
            (earlier, recent, turnedAt) = (recent, [], time)
        }
        recent.formUnion(ids)
    }

    /// Jobs whose rows say something else than when they were read last.
    func changed(_ states: [JobID: JobState]) -> [JobID] {
        states.filter { followed[$0.key]?.state != $0.value }.map(\.key)
    }

    /// Jobs that are gone: retention took them.
    mutating func forget(except states: [JobID: JobState], among ids: [JobID]) {
        for id in ids where states[id] == nil { remove(id) }
    }

    /// - Returns: the steps to print, in their order.
    mutating func take(_ job: JobRecord, _ discovery: Discovery) -> [JobStep] {
        let state = JobState(job)
        let steps = JobStep.all(of: job)
        guard let last = steps.last else { return [] }
        var new: [JobStep]
        if let known = followed[job.id] {
            guard known.state != state else { return [] }
            new = steps.filter { $0.rank > known.rank }
            // Queued again and cancelled again, without an attempt between: the rows keep the last of it.
            if new.isEmpty { new = [last] }
            // It ran again, and so it was queued in between: an operator did that, and no row keeps when.
            if known.state.status.isSettled, let first = new.first, first.status == .running {
                let rank = JobStep.Rank(attempt: known.state.attempt, phase: .after)
                new.insert(JobStep(rank: rank, time: first.time, status: .queued), at: 0)
            }
        } else {
            switch discovery {
            case .before: new = []
            case .since: new = steps
            case .again: new = [last]
            }
        }
        let rank = max(last.rank, followed[job.id]?.rank ?? last.rank)
        remove(job.id)
        switch job.status {
        case .succeeded: break
        case .failed, .cancelled:
            ended.append(job.id)
            followed[job.id] = Known(state: state, rank: rank)
            if ended.count > 2 * Self.mostEnded { leaveOldest() }
        case .scheduled, .queued, .running, .retrying:
            open += 1
            followed[job.id] = Known(state: state, rank: rank)
        }
        return new
    }

    private mutating func remove(_ id: JobID) {
        guard let known = followed.removeValue(forKey: id) else { return }
        if known.state.status.isSettled { return }
        open -= 1
    }

    /// The list has also those that were queued again since: what counts is how they stand.
    private mutating func leaveOldest() {
        var kept: Set<JobID> = []
        ended = ended.reversed().filter { id in
            guard followed[id]?.state.status.isSettled == true, !kept.contains(id) else { return false }
            guard kept.count < Self.mostEnded else {
                followed[id] = nil
                return false
            }
            kept.insert(id)
            return true
        }.reversed()
    }
}
