import FleetTestSupport
import Foundation

/// A professor and a pupil of one class, and their conversation.
struct Pair: Sendable {
    let professor: (caller: Caller, id: String, email: String)
    let pupil: (caller: Caller, id: String, email: String)
    /// Of the conversation.
    let id: String

    var messages: String { "/conversations/\(id)/messages" }

    init(_ fleet: Fleet) async throws {
        let school = try await fleet.signUp()
        professor = try await fleet.join(school.caller, role: "professor", name: "Ada Lovelace", locale: "en")
        pupil = try await fleet.join(school.caller, name: "Zoé", locale: "fr")
        let made = try await professor.caller.post(
            "/classes", ["name": "6e", "student_ids": [.string(pupil.id)], "professor_ids": []])
        guard made.status == 201 else { throw Unexpected(made) }
        let opened = try await professor.caller.post("/conversations", ["with": .string(pupil.id)])
        guard let id = opened["id"].string else { throw Unexpected(opened) }
        self.id = id
    }

    func send(_ text: String, by caller: Caller? = nil) async throws {
        let sent = try await (caller ?? professor.caller).post(messages, ["text": .string(text)])
        guard sent.status == 201 else { throw Unexpected(sent) }
    }

    /// The jobs that look whether the readers know of the messages, in the order of these.
    func digests(_ fleet: Fleet) async throws -> [UUID] {
        try await fleet.database.query(
            """
            select id from jobs where kind = 'school.message_digest' and (payload ->> 'conversation_id')::uuid = \(UUID(uuidString: id)) order by id
            """
        ).rows.map { try $0.decode("id") }
    }

    /// How many notifications were asked for.
    func requests(_ fleet: Fleet) async throws -> Int {
        try await fleet.count(
            """
            select count(*) from jobs where kind = 'notify.request' and payload ->> 'template' = 'message_received'
                and payload ->> 'link' = \("/#/conversations/\(id)")
            """)
    }
}
