import Contracts
import HTTPServer
import Notifications

/// `GET` and `PUT /notification-preferences`: the caller's own.
struct PreferenceRoutes: APIModule {
    private let context: APIContext
    private let store: NotificationStore

    init(_ context: APIContext) {
        self.context = context
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/notification-preferences", for: .everybody,
            APIOperation("getNotificationPreferences", "Which messages the caller wants, and how").answers(
                NotificationPreferences.self
            ).refuses(.notFound), show)
        router.put(
            "/notification-preferences", for: .everybody, isAudited: false,
            APIOperation("putNotificationPreferences", "Chooses which messages the caller wants, and how").body(
                NotificationPreferences.bodySchema
            ).answers(NotificationPreferences.self).refuses(.notFound, .conflict), put)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(try await choices(of: call).shown)
    }

    @Sendable private func put(_ call: Call) async throws -> HTTPResponse {
        let body = TemplateValue(try call.request.document())
        let old = try await choices(of: call)
        let preferences = try NotificationPreferences(body, standard: old.standard)
        let principal = call.principal
        let new = try await store.put(preferences, of: principal.userID, in: principal.tenant, after: old)
        if old.shown.quietHours != preferences.quietHours || old.shown.timeZone != preferences.timeZone {
            context.offers.push(try await store.hastenMails(of: principal.userID, in: principal.tenant))
        }
        return try call.answer(new.shown)
    }

    /// A token of another issuer may name who is no user here.
    private func choices(of call: Call) async throws -> PersonalChoices {
        let principal = call.principal
        guard let choices = try await store.choices(of: principal.userID, in: principal.tenant) else {
            throw Problem.notFound("The account has no user of this token.")
        }
        return choices
    }
}
