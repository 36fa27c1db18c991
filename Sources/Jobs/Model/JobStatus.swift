/// Where a job is in its life; the raw values are the names that callers and the database see.
public enum JobStatus: String, Sendable, Codable, CaseIterable {
    /// Waits for its time.
    case scheduled
    /// May run as soon as a worker takes it.
    case queued
    case running
    /// An attempt failed; the next one waits for its time.
    case retrying
    case succeeded
    /// Will not be tried again by itself: a dead letter, kept for an operator to look at.
    case failed
    case cancelled

    /// Nothing more happens to a settled job unless a retry is requested.
    public var isSettled: Bool {
        switch self {
        case .scheduled, .queued, .running, .retrying: false
        case .succeeded, .failed, .cancelled: true
        }
    }

    /// The states that may follow this one. What is running may still be `queued` in its row (`ClaimMode.deferred`), so that
    /// whatever ends a run may follow that, too.
    public var successors: Set<JobStatus> {
        switch self {
        case .scheduled: [.running, .queued, .cancelled]
        case .queued: [.running, .succeeded, .retrying, .scheduled, .failed, .cancelled]
        case .running: [.succeeded, .retrying, .scheduled, .queued, .failed, .cancelled]
        case .retrying: [.running, .queued, .cancelled]
        case .succeeded: []
        case .failed, .cancelled: [.queued]
        }
    }
}
