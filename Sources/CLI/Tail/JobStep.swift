import Foundation
import Jobs

/// A step of a job's life: the state that it got into.
struct JobStep: Hashable {
    /// Steps of one job come in this order.
    struct Rank: Hashable, Comparable {
        enum Phase: Int {
            case waiting
            case running
            case ended
            /// Queued again, or cancelled, after the attempt had ended.
            case after
        }

        let attempt: Int
        let phase: Phase

        static func < (left: Rank, right: Rank) -> Bool {
            (left.attempt, left.phase.rawValue) < (right.attempt, right.phase.rawValue)
        }
    }

    let rank: Rank
    /// nil where no row keeps it.
    let time: Date?
    let status: JobStatus
    var error: JobError?

    var attempt: Int { rank.attempt }
}

extension JobStep {
    /// All steps that a job's rows show, in their order. The last one is the state that the job is in.
    static func all(of job: JobRecord) -> [JobStep] {
        var steps = [
            JobStep(
                rank: Rank(attempt: 0, phase: .waiting), time: job.createdAt,
                status: job.attempt == 0 && !job.status.isSettled ? job.status : .queued)
        ]
        for (index, attempt) in job.attempts.enumerated() {
            if let time = attempt.startedAt {
                steps.append(
                    JobStep(rank: Rank(attempt: attempt.attempt, phase: .running), time: time, status: .running))
            }
            guard let end = attempt.end else { continue }
            let next = index + 1 < job.attempts.count ? job.attempts[index + 1] : nil
            let status =
                next == nil
                ? end.status(in: job, isLast: attempt.finishedAt == job.finishedAt) : end.statusBeforeAnother
            steps.append(
                JobStep(
                    rank: Rank(attempt: attempt.attempt, phase: .ended), time: attempt.finishedAt, status: status,
                    error: attempt.error))
            // What was settled ran again because an operator queued it.
            if let next, status.isSettled {
                steps.append(
                    JobStep(
                        rank: Rank(attempt: attempt.attempt, phase: .after), time: next.startedAt, status: .queued))
            }
        }
        if steps.last?.status != job.status {
            steps.append(
                JobStep(
                    rank: Rank(attempt: job.attempt, phase: .after), time: job.status.isSettled ? job.finishedAt : nil,
                    status: job.status, error: job.status.isSettled ? job.error : nil))
        }
        return steps
    }
}

extension AttemptEnd {
    /// What a job was when an attempt had ended like this, and another one followed.
    fileprivate var statusBeforeAnother: JobStatus {
        switch self {
        case .succeeded: .succeeded
        case .error, .timedOut: .retrying
        case .crashed, .outOfMemory, .lost, .snoozed, .released: .queued
        case .cancelled: .cancelled
        case .refused: .failed
        }
    }

    /// What a job was when its last attempt had ended like this. A job that was queued again by an operator has no errors and no
    /// crashes any more: then the attempt was its last one.
    /// - Parameter isLast: whether the job has been as it is since the attempt ended.
    fileprivate func status(in job: JobRecord, isLast: Bool) -> JobStatus {
        switch self {
        case .snoozed, .released: return job.status
        case .error, .timedOut, .crashed, .outOfMemory, .lost, .succeeded, .cancelled, .refused: break
        }
        switch job.status {
        case .cancelled where self != .cancelled && !isLast: return statusBeforeAnother
        case .succeeded, .failed, .cancelled, .retrying: return job.status
        case .scheduled, .queued, .running: break
        }
        if countsAsError { return job.errors == 0 ? .failed : .retrying }
        if countsAsCrash { return job.crashes == 0 ? .failed : .queued }
        return statusBeforeAnother
    }
}
