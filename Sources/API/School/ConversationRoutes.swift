import Accounts
import Foundation
import HTTPServer
import JSON
import Jobs
import Postgres
import School

/// `GET` and `POST /conversations`, `GET` and `POST /conversations/{id}/messages`, `GET /conversations/events`: the caller's own.
struct ConversationRoutes: APIModule {
    static let people: Set<Role> = [.admin, .school, .professor, .student, .support]

    private let context: APIContext
    private let store: SchoolStore
    private let lists: SchoolStore

    init(_ context: APIContext) {
        self.context = context
        store = SchoolStore(database: context.connections.domains)
        lists = SchoolStore(database: context.lists.domains)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/conversations", for: Self.people,
            APIOperation("listConversations", "The caller's conversations").page(of: ConversationView.self), list)
        router.post(
            "/conversations", for: Self.people, isAudited: false,
            APIOperation("openConversation", "Opens a conversation, or finds it").body(
                ConversationBody.schema, example: ConversationBody.example
            ).answers(ConversationView.Reference.self, .ok, .created).refuses(.notFound), open)
        router.get(
            "/conversations/events", for: Self.people,
            APIOperation("streamConversations", "Messages to the caller as they come").parameter(.lastEventID).streams(
                APIEvent("message", "A message, with its conversation.")), events)
        router.get(
            "/conversations/{id}", for: Self.people,
            APIOperation("getConversation", "A conversation").answers(ConversationView.self), show)
        router.get(
            "/conversations/{id}/messages", for: Self.people,
            APIOperation("listMessages", "Messages of a conversation, the newest first").page(of: MessageView.self),
            messages)
        router.post(
            "/conversations/{id}/messages", for: Self.people, isAudited: false,
            APIOperation("sendMessage", "Sends a message").body(MessageBody.schema, example: MessageBody.example)
                .answers(MessageView.self, .created), send)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let page = try await context.lists.read(by: call.principal) {
            try await lists.conversations(for: ConversationParty(call.principal), before: cursor, limit: limit)
        }
        return try call.answer(Page(page.list.map { ConversationView($0) }, next: page.next))
    }

    /// There is one of any two: it is found when it exists.
    @Sendable private func open(_ call: Call) async throws -> HTTPResponse {
        let body = try ConversationBody(try call.request.document())
        let (party, tenant) = (ConversationParty(call.principal), call.principal.tenant)
        let other: UUID
        switch body.with {
        case .support:
            // Support does not write to itself.
            if party == .support { throw SchoolRefusal.notReachable }
            other = ConversationParty.supportID
        case .user(let id):
            guard try await store.mayWrite(party, to: id) else { throw SchoolRefusal.notReachable }
            other = id
        }
        let (id, jobs) = (context.minter.mint().uuid, context.store)
        let opening = store.opening(id, party.id, with: other, tenant: tenant)
        return try await retryUntilKnown {
            try await jobs.recording(opening, of: tenant) { rows in
                let found = try rows.last?.first?.decode("id", as: UUID.self) ?? id
                let answer = try call.answer(
                    ConversationView.Reference(id: found), found == id ? .created : .ok,
                    location: Link("/conversations/\(found.uuidString.lowercased())"))
                return (answer, call.record(answer))
            }
        }
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(ConversationView(try await found(call)))
    }

    /// What it shows of what the caller was sent is read from now on.
    @Sendable private func messages(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let (conversation, party) = (try await found(call), ConversationParty(call.principal))
        let page = try await context.lists.read(by: call.principal) {
            try await lists.messages(of: conversation.id, for: party, before: cursor, limit: limit)
        }
        let unread = page.list.filter { $0.readerID == party.id && $0.readAt == nil }.map(\.id)
        try await store.markRead(unread, by: party)
        return try call.answer(Page(page.list.map { MessageView($0) }, next: page.next))
    }

    /// The row commits with a job that notifies the other one unless a connection was given it.
    @Sendable private func send(_ call: Call) async throws -> HTTPResponse {
        let body = try MessageBody(try call.request.document())
        try context.school.content.checkMessage(body.text)
        let (conversation, party) = (try await found(call), ConversationParty(call.principal))
        let (id, now) = (context.minter.mint().uuid, ServerClock.shared.now)
        let digest = MessageDigest(
            conversationID: conversation.id, readerID: conversation.otherID ?? ConversationParty.supportID)
        let job = NewJob(
            id: context.minter.mint(), tenant: conversation.tenant, definition: MessageDigest.definition,
            payload: try digest.encoded(), runAt: now.addingTimeInterval(MessageDigest.wait), trace: call.request.trace)
        let sending = store.sending(body.text, as: id, in: conversation.id, by: party, at: now)
        let view = MessageView(
            id: id, conversationID: conversation.id, senderID: party == .support ? nil : party.id, text: body.text,
            createdAt: now)
        let (jobs, tenant) = (context.store, conversation.tenant)
        let answer = try await refusingBySchoolRules {
            try await context.accepting([job], for: call) { _ in
                try call.answer(view, .created)
            } commit: { recorded in
                try await jobs.enqueue([job], with: [sending], of: tenant, recording: recorded)
            }
        }
        await context.conversations.announce()
        return answer
    }

    /// A `Last-Event-ID` of another form is ignored.
    @Sendable private func events(_ call: Call) async throws -> HTTPResponse {
        let (request, party) = (call.request, ConversationParty(call.principal).id)
        let token = try context.verified(request)
        let revocations = context.revocations
        let place = request.headers["Last-Event-ID"].flatMap { Int64($0) }
        let hub = context.conversations
        return .events { writer in
            let listener = Listener(request.caller, hub.unread, expiresAt: token.expiresAt) {
                revocations.refuses(token)
            }
            do {
                try await hub.add(listener, of: party, after: place)
                while let piece = try await listener.next() { try await writer.write(piece) }
            } catch {
                await hub.remove(listener, of: party)
                throw error
            }
            await hub.remove(listener, of: party)
        }
    }

    private func found(_ call: Call) async throws -> Conversation {
        let found = try await store.conversation(try call.request.pathID(), for: ConversationParty(call.principal))
        guard let found else { throw Problem.notFound() }
        return found
    }
}
