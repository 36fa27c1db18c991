import Foundation
import School

/// A conversation, as one of its two sees it.
struct ConversationView: Encodable, Sendable {
    let id: UUID
    /// The other one: a user's id, or `support`.
    let with: String
    /// null: support, or a user who is removed.
    let name: String?
    /// Up to 100.
    let unread: Int
    let latest: MessageView?
    let createdAt: Date

    init(_ conversation: Conversation) {
        id = conversation.id
        with = conversation.otherID?.uuidString.lowercased() ?? "support"
        name = conversation.otherName
        unread = conversation.unread
        latest = conversation.latest.map { MessageView($0) }
        createdAt = conversation.createdAt
    }

    /// What was made, or found.
    struct Reference: Encodable, Sendable {
        let id: UUID
    }
}
