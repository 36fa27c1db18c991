public import Foundation

/// A batch as callers see it.
public struct BatchRecord: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let name: String?
    /// Members so far.
    public let total: Int
    public let succeeded: Int
    public let failed: Int
    public let cancelled: Int
    public let callback: JobID?
    public let createdAt: Date
    /// When the last member was settled; nil while one is open.
    public let finishedAt: Date?
    /// When the cancellation of what is open was requested.
    public let cancelledAt: Date?

    public init(
        id: UUID, tenant: UUID, name: String?, total: Int, succeeded: Int, failed: Int, cancelled: Int,
        callback: JobID?, createdAt: Date, finishedAt: Date?, cancelledAt: Date?
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.total = total
        self.succeeded = succeeded
        self.failed = failed
        self.cancelled = cancelled
        self.callback = callback
        self.createdAt = createdAt
        self.finishedAt = finishedAt
        self.cancelledAt = cancelledAt
    }

    /// Members that are not settled.
    public var pending: Int { max(0, total - succeeded - failed - cancelled) }

    /// Settled members of a hundred; 100 only when all are.
    public var percent: Int {
        total == 0 ? (finishedAt == nil ? 0 : 100) : (total - pending) * 100 / total
    }

    public enum Status: String, Sendable, Codable {
        case running
        /// Its cancellation was requested, and members are still open.
        case cancelling
        case finished
    }

    public var status: Status {
        if finishedAt != nil { return .finished }
        return cancelledAt == nil ? .running : .cancelling
    }
}
