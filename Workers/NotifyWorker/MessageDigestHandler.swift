import Contracts
import Flotilla
import Foundation
import School

/// Makes one notification of the messages that their reader was neither given nor has read.
struct MessageDigestHandler: JobHandler {
    /// Characters of a message that a notification shows.
    private static let excerpt = 200

    let store: SchoolStore
    private let minter = JobIDMinter()

    init(store: SchoolStore) { self.store = store }

    func run(_ payload: MessageDigest, in context: JobContext) async throws -> JobOutcome {
        let unread = try await store.unread(payload, as: context.id.uuid, of: context.tenant)
        guard let unread else { return .succeeded(try JobSuccess(["messages": 0])) }
        var data: [String: TemplateValue] = [
            "sender": .text(unread.sender ?? "Support"), "count": .integer(unread.count),
        ]
        if unread.count == 1 { data["excerpt"] = .text(String(unread.text.prefix(Self.excerpt))) }
        let isForSupport = payload.readerID == ConversationParty.supportID
        let readers = isForSupport ? try await store.supportStaff() : [(payload.readerID, context.tenant)]
        let jobs = try readers.map { user, account in
            let request = NotificationRequest(
                to: [NotificationRecipient(userID: user)], template: "message_received", data: data,
                link: "/#/conversations/\(payload.conversationID.uuidString.lowercased())")
            return NewJob(
                id: minter.mint(), tenant: account, definition: NotificationRequest.definition,
                payload: try request.encoded(), trace: context.trace)
        }
        return .succeeded(try JobSuccess(["messages": unread.count], followUps: jobs))
    }
}
