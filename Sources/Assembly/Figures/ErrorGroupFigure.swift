public import Foundation
public import Storage

/// An error group as operators see it.
public struct ErrorGroupFigure: Encodable, Sendable, Hashable {
    public let kind: String?
    public let errorCode: String?
    public private(set) var message: String?
    /// Attempts.
    public let count: Int
    public let failed: Int
    public let firstSeenAt: Date
    public let lastSeenAt: Date
    public private(set) var sampleJob: UUID?

    public init(_ row: ErrorGroupRow) {
        kind = row.kind?.rawValue
        errorCode = row.code
        message = row.message
        count = row.group.attempts
        failed = row.group.failed
        firstSeenAt = row.group.firstSeenAt
        lastSeenAt = row.group.lastSeenAt
        sampleJob = row.group.sample.uuid
    }

    /// Without what may be another tenant's.
    public var anonymous: ErrorGroupFigure {
        var group = self
        (group.message, group.sampleJob) = (nil, nil)
        return group
    }
}
