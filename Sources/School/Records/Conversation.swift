public import Foundation

/// What two people write to each other, as one of them sees it.
public struct Conversation: Sendable {
    public let id: UUID
    public let tenant: UUID
    /// nil: support.
    public let otherID: UUID?
    /// nil: support, or a user who is removed.
    public internal(set) var otherName: String?
    public let createdAt: Date
    public let latest: ConversationMessage?
    /// Messages that the one who looks has not read, counted up to a hundred.
    public let unread: Int
    /// Its place in the list.
    public let latestID: UUID
}
