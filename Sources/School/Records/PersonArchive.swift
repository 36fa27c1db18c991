public import Foundation
public import Jobs

/// An archive of one person, without its content.
public struct PersonArchive: Sendable, Hashable {
    public let id: UUID
    public let userID: UUID
    public let jobID: JobID
    public let createdAt: Date
    public let expiresAt: Date
    /// nil: it is being made.
    public let madeAt: Date?
    public let bytes: Int?
    /// Tables of which it does not hold every row.
    public let incomplete: [String]

    /// After which it is gone.
    public static let lifetime: TimeInterval = 7 * 86_400
    /// Of a person at once.
    public static let most = 5
    public static let mostBytes = 16 << 20
    /// Rows of one table.
    public static let mostRows = 20_000
}
