public import Foundation

/// What a user finds in the inbox.
public struct InboxItem: Sendable, Hashable {
    /// The notification's.
    public let id: UUID
    public let subject: String
    public let body: String
    public let severity: String
    public let link: String?
    public let createdAt: Date
    public let readAt: Date?
}

/// A page of the inbox.
public struct InboxPage: Sendable {
    public let items: [InboxItem]
    /// In all, beyond the page.
    public let unread: Int
}
