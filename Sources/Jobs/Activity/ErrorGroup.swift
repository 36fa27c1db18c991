public import Foundation

/// Attempts that failed for the same reason.
public struct ErrorGroup: Sendable, Hashable {
    public struct Key: Sendable, Hashable {
        public let kind: JobKind
        public let code: String
        /// The first line of the error, without what differs from job to job (`ErrorPattern`).
        public let message: String

        public init(kind: JobKind, code: String, message: String) {
            self.kind = kind
            self.code = code
            self.message = message
        }

        init(_ kind: JobKind, _ error: JobError) {
            self.init(
                kind: kind, code: String(error.code.prefix(100)), message: ErrorPattern.text(of: error.message))
        }
    }

    public var attempts: Int
    /// Those of the attempts that were a job's last.
    public var failed: Int
    public var firstSeenAt: Date
    public var lastSeenAt: Date
    /// The latest job.
    public var sample: JobID

    public init(attempts: Int, failed: Int, firstSeenAt: Date, lastSeenAt: Date, sample: JobID) {
        self.attempts = attempts
        self.failed = failed
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
        self.sample = sample
    }

    mutating func add(_ other: ErrorGroup) {
        attempts &+= other.attempts
        failed &+= other.failed
        firstSeenAt = min(firstSeenAt, other.firstSeenAt)
        if other.lastSeenAt >= lastSeenAt { (lastSeenAt, sample) = (other.lastSeenAt, other.sample) }
    }
}
