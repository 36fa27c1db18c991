public import Foundation

/// A message of a conversation.
public struct ConversationMessage: Sendable {
    public let id: UUID
    public let conversationID: UUID
    /// nil: support.
    public let senderID: UUID?
    /// The party's.
    public let readerID: UUID
    /// Of the reader's messages, from 1, in the order in which they were committed.
    public let number: Int64
    public let text: String
    public let createdAt: Date
    public let readAt: Date?
}
