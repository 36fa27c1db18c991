import Accounts
import Foundation
import HTTPServer
import Notifications

/// The caller's inbox: `GET /notifications` and `/notifications/events`, `POST /notifications/{id}/read` and `/unread`, `POST /notifications/read`.
struct InboxRoutes: APIModule {
    private let context: APIContext
    private let store: NotificationStore
    private let lists: NotificationStore

    init(_ context: APIContext) {
        self.context = context
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
        lists = NotificationStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/notifications", for: .everybody,
            APIOperation("listInbox", "The caller's inbox, the newest first").query(Field.flag("unread")).page(
                as: InboxItemView.Page.self), list)
        router.get(
            "/notifications/events", for: .everybody,
            APIOperation("streamInbox", "What happens in the caller's inbox").parameter(.lastEventID).streams(
                APIEvent("notification", "An item, as GET /notifications shows it."), APIEvent("read", "{id, read_at}"),
                APIEvent("unread", "{unread}: how many are.")), events)
        router.post(
            "/notifications/read", for: .everybody, isAudited: false,
            APIOperation("readInbox", "Marks the whole inbox as read").answers(InboxItemView.Unread.self), readAll)
        router.post(
            "/notifications/{id}/read", for: .everybody, isAudited: false,
            APIOperation("readNotification", "Marks an item of the inbox as read").answers(InboxItemView.self)
        ) { try await mark($0, asRead: true) }
        router.post(
            "/notifications/{id}/unread", for: .everybody, isAudited: false,
            APIOperation("unreadNotification", "Marks an item of the inbox as unread").answers(InboxItemView.self)
        ) {
            try await mark($0, asRead: false)
        }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["unread", "limit", "cursor"])
        let (limit, cursor, isUnread) = (try request.limit(), try request.cursorID(), try request.flag("unread"))
        let page = try await context.lists.read(by: principal) {
            try await lists.inbox(
                of: principal.userID, in: principal.tenant, isUnread: isUnread, before: cursor, limit: limit + 1)
        }
        return try call.answer(InboxItemView.Page(page, limit: limit))
    }

    /// A `Last-Event-ID` of another form is ignored.
    @Sendable private func events(_ call: Call) async throws -> HTTPResponse {
        let (request, user) = (call.request, call.principal.userID)
        let token = try context.verified(request)
        let revocations = context.revocations
        let place = request.headers["Last-Event-ID"].flatMap { InboxPlace($0) }
        let hub = context.inboxes
        return .events { writer in
            let listener = Listener(request.caller, hub.unread, expiresAt: token.expiresAt) {
                revocations.refuses(token)
            }
            do {
                try await hub.add(listener, of: user, after: place)
                while let piece = try await listener.next() { try await writer.write(piece) }
            } catch {
                await hub.remove(listener, of: user)
                throw error
            }
            await hub.remove(listener, of: user)
        }
    }

    private func mark(_ call: Call, asRead isRead: Bool) async throws -> HTTPResponse {
        let principal = call.principal
        let item = try await store.mark(
            try call.request.pathID(), asRead: isRead, of: principal.userID, in: principal.tenant
        ) { call.record(try call.answer(InboxItemView($0))) }
        guard let item else { throw Problem.notFound("The inbox holds no such notification.") }
        return try call.answer(InboxItemView(item))
    }

    @Sendable private func readAll(_ call: Call) async throws -> HTTPResponse {
        let answer = try call.answer(InboxItemView.Unread(unread: 0))
        try await store.markAllRead(
            of: call.principal.userID, in: call.principal.tenant, recording: call.record(answer))
        return answer
    }
}
