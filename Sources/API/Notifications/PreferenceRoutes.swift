import Contracts
import HTTPServer
import Notifications

/// `GET` and `PUT /notification-preferences`: the caller's own.
struct PreferenceRoutes: APIModule {
    private let store: NotificationStore

    init(_ context: APIContext) {
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.get("/notification-preferences", for: .everybody, show)
        router.put("/notification-preferences", for: .everybody, isAudited: false, put)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(try await choices(of: call).shown)
    }

    @Sendable private func put(_ call: Call) async throws -> HTTPResponse {
        let body = TemplateValue(try call.request.document())
        let old = try await choices(of: call)
        let preferences = try NotificationPreferences(body, standard: old.standard)
        let principal = call.principal
        return try call.answer(
            try await store.put(preferences, of: principal.userID, in: principal.tenant, after: old).shown)
    }

    /// A token of another issuer may name who is no user here.
    private func choices(of call: Call) async throws -> PersonalChoices {
        let principal = call.principal
        guard let choices = try await store.choices(of: principal.userID, in: principal.tenant) else {
            throw Problem.notFound()
        }
        return choices
    }
}
