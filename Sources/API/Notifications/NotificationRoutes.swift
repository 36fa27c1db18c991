import Accounts
import Foundation
import HTTPServer
import Jobs
import Notifications
import Operations

/// `POST /notifications` and `GET /notifications/{id}`.
struct NotificationRoutes: APIModule {
    private let context: APIContext
    private let store: NotificationStore

    init(_ context: APIContext) {
        self.context = context
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/notifications", for: .writers, isAudited: false,
            APIOperation("createNotification", "Notifies people of something").body(
                NotificationBody.schema, example: NotificationBody.example
            ).answers(AcceptedNotificationView.self, .accepted), create)
        router.get(
            "/notifications/{id}", for: .everybody,
            APIOperation("getNotification", "A notification and its deliveries").answers(NotificationView.self), show)
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let principal = call.principal
        let body = try NotificationBody(try call.request.document())
        let notification = NewNotification(
            id: context.minter.mint().uuid, tenant: principal.tenant, userID: principal.userID, content: body.content,
            to: body.to, channels: body.channels, severity: body.severity ?? .p3, locale: body.locale, link: body.link,
            dedupKey: body.dedupKey, sendAt: body.sendAt, trace: call.request.trace)
        if !Set<Role>.operators.contains(principal.role),
            let channel = notification.channels.first(where: { $0 == .slack || $0 == .pagerduty })
        {
            throw Problem(
                .forbidden, detail: "The channel \(channel.rawValue) is the operators': name others in channels.")
        }
        let planned = try await plan(notification, of: body, by: principal.role)
        let view = AcceptedNotificationView(planned)
        do {
            return try await context.accepting(planned.jobs, for: call) { _ in
                try call.answer(view, .accepted, location: view.statusURL)
            } commit: { recorded in
                do {
                    try await store.create(planned, recording: recorded)
                } catch let error as OutsideMailsExceeded {
                    throw Problem(error, at: ServerClock.shared.now)
                }
                return [:]
            }
        } catch is RepeatedNotification {
            return try await repeated(body.dedupKey, call)
        }
    }

    private func plan(
        _ notification: NewNotification, of body: NotificationBody, by role: Role
    ) async throws -> PlannedNotification {
        do {
            var planned = try await store.plan(notification, minter: context.minter, now: ServerClock.shared.now)
            if !Set<Role>.operators.contains(role) {
                planned.mostOutsideMails = context.notifications.mostOutsideMails
            }
            return planned
        } catch let error as InvalidRequest where !body.isList {
            throw InvalidRequest(
                problems: error.problems.map { problem in
                    guard problem.pointer.hasPrefix("/to/0") else { return problem }
                    return InvalidRequest.Problem(
                        pointer: "/to\(problem.pointer.dropFirst(5))", message: problem.message)
                })
        }
    }

    /// The event is known: the answer is the first one's, as it stands now.
    private func repeated(_ key: String?, _ call: Call) async throws -> HTTPResponse {
        let tenant = call.principal.tenant
        guard let key, let id = try await store.notification(holding: key, of: tenant),
            let record = try await store.notification(id, of: tenant)
        else { throw Problem(.conflict, detail: "Another request with this dedup_key is under way. Send it again.") }
        let view = AcceptedNotificationView(record)
        return try call.answer(view, .accepted, location: view.statusURL)
    }

    /// Those who may see what belongs to the account see all of it, and others what is for them.
    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let principal = call.principal
        let reader = Set<Role>.readers.contains(principal.role) ? nil : principal.userID
        let record = try await store.notification(try call.request.pathID(), of: principal.tenant, seenBy: reader)
        guard let record else { throw Problem.notFound("There is no such notification, or none for the caller.") }
        return try call.answer(NotificationView(record))
    }
}
