import Foundation
import School

/// A message, in a list and in an event.
struct MessageView: Encodable, Sendable {
    let id: UUID
    let conversationID: UUID
    /// A user's id, or `support`.
    let from: String
    let text: String
    let createdAt: Date
    let readAt: Date?

    init(_ message: ConversationMessage) {
        self.init(
            id: message.id, conversationID: message.conversationID, senderID: message.senderID, text: message.text,
            createdAt: message.createdAt, readAt: message.readAt)
    }

    /// - Parameter senderID: nil: support.
    init(id: UUID, conversationID: UUID, senderID: UUID?, text: String, createdAt: Date, readAt: Date? = nil) {
        self.id = id
        self.conversationID = conversationID
        from = senderID?.uuidString.lowercased() ?? "support"
        self.text = text
        self.createdAt = createdAt
        self.readAt = readAt
    }
}
