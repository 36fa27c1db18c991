public import Foundation

/// A retry or a cancellation of all jobs that a filter finds: the Enqueuer works on it in small steps, at most at the rate
/// that was asked for, until all ids minted before it are looked at.
public struct BulkOperation: Sendable {
    public enum Action: String, Sendable, Codable {
        case retry
        case cancel

        /// The states in which the action changes a job.
        public var applies: Set<JobStatus> {
            switch self {
            case .retry: [.failed, .cancelled]
            case .cancel: [.scheduled, .queued, .running, .retrying]
            }
        }
    }

    public enum Status: String, Sendable, Codable {
        case running
        case done
        /// It could not go on; `error` says why.
        case failed
    }

    public let id: UUID
    public let action: Action
    public let filter: JobFilter
    /// Jobs a second; nil: as fast as small steps go.
    public let rate: Int?
    /// Jobs to be changed; nil: all that are found.
    public let limit: Int?

    public init(id: UUID, action: Action, filter: JobFilter, rate: Int? = nil, limit: Int? = nil) {
        self.id = id
        self.action = action
        self.filter = filter
        self.rate = rate
        self.limit = limit
    }
}

/// A bulk operation and how far it is.
public struct BulkRecord: Sendable {
    public let operation: BulkOperation
    public let status: BulkOperation.Status
    /// Jobs that were looked at.
    public let examined: Int
    public let changed: Int
    /// Found and not changed: they had moved on, or another job holds their unique key.
    public let skipped: Int
    public let error: String?
    public let createdAt: Date
    public let finishedAt: Date?

    public init(
        operation: BulkOperation, status: BulkOperation.Status, examined: Int, changed: Int, skipped: Int,
        error: String?, createdAt: Date, finishedAt: Date?
    ) {
        self.operation = operation
        self.status = status
        self.examined = examined
        self.changed = changed
        self.skipped = skipped
        self.error = error
        self.createdAt = createdAt
        self.finishedAt = finishedAt
    }
}

/// A step that the store will always refuse, with the store's message: for the log, not for the tenant.
public struct BulkStepRefusal: Error, CustomStringConvertible {
    public let operation: UUID
    public let reason: String

    public init(operation: UUID, reason: String) {
        self.operation = operation
        self.reason = reason
    }

    public var description: String { "operation \(operation.uuidString.lowercased()): \(reason)" }
}
