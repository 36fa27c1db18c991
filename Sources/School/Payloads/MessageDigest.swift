public import Foundation
public import Jobs

/// Some time after a message: what its reader has neither been given nor read by then becomes one notification.
public struct MessageDigest: JobPayload {
    public static let definition = JobDefinition(
        kind: "school.message_digest", queue: "notify", timeout: .seconds(30), maxAttempts: 20,
        backoff: Backoff(base: .seconds(1), cap: .seconds(60)))

    /// How long a message waits for its reader. With the 30 s for which the template `message_received` gathers mails it is less
    /// than the minute in which the reader is to learn of it.
    public static let wait: TimeInterval = 15

    public let conversationID: UUID
    public let readerID: UUID

    public init(conversationID: UUID, readerID: UUID) {
        self.conversationID = conversationID
        self.readerID = readerID
    }

    private enum CodingKeys: String, CodingKey {
        case conversationID = "conversation_id"
        case readerID = "reader_id"
    }
}
