import Accounts
import Channels
import Foundation
import HTTPServer
import Jobs
import Notifications
import Postgres
import Storage

/// `GET` and `POST /webhook-endpoints`, `GET`, `PATCH` and `DELETE /webhook-endpoints/{id}`, its `/rotate`, `/test`,
/// `/enable` and `/deliveries`.
struct WebhookEndpointRoutes: APIModule {
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
            "/webhook-endpoints", for: .readers,
            APIOperation("listWebhookEndpoints", "Webhook endpoints").page(of: WebhookEndpointView.self), list)
        router.post(
            "/webhook-endpoints", for: .writers,
            APIOperation("createWebhookEndpoint", "Makes a webhook endpoint; the answer alone holds its secret").body(
                WebhookEndpointBody.schema(isNew: true), example: WebhookEndpointBody.example
            ).answers(WebhookEndpointView.WithSecret.self, .created), create)
        router.get(
            "/webhook-endpoints/{id}", for: .readers,
            APIOperation("getWebhookEndpoint", "A webhook endpoint").answers(WebhookEndpointView.self), show)
        router.patch(
            "/webhook-endpoints/{id}", for: .writers,
            APIOperation("changeWebhookEndpoint", "Changes a webhook endpoint (RFC 7396)").body(
                WebhookEndpointBody.schema(isNew: false)
            ).answers(WebhookEndpointView.self), patch)
        router.delete(
            "/webhook-endpoints/{id}", for: .writers,
            APIOperation("deleteWebhookEndpoint", "Removes a webhook endpoint").answersNothing(), delete)
        router.post(
            "/webhook-endpoints/{id}/rotate", for: .writers,
            APIOperation(
                "rotateWebhookSecret", "Gives an endpoint a new secret; the one before signs beside it for a day"
            ).answers(WebhookEndpointView.WithSecret.self), rotate)
        router.post(
            "/webhook-endpoints/{id}/test", for: .writers, isAudited: false,
            APIOperation("testWebhookEndpoint", "Sends an endpoint a message").answers(
                AcceptedNotificationView.self, .accepted), test)
        router.post(
            "/webhook-endpoints/{id}/enable", for: .writers,
            APIOperation("enableWebhookEndpoint", "Enables an endpoint again").answers(WebhookEndpointView.self), enable
        )
        router.get(
            "/webhook-endpoints/{id}/deliveries", for: .readers,
            APIOperation("listWebhookDeliveries", "What was sent to an endpoint").page(of: DeliveryView.self),
            deliveries)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let tenant = call.principal.tenant
        let found = try await context.lists.read(by: call.principal) {
            try await lists.endpoints(of: tenant, after: cursor, limit: limit + 1)
        }
        return try call.answer(
            Page(found, limit: limit, { WebhookEndpointView($0) }, cursor: { $0.id.uuidString.lowercased() }))
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let change = try WebhookEndpointBody(
            try call.request.document(), isNew: true, addresses: context.notifications.webhookAddresses
        ).change
        guard let url = change.url else { throw Problem(.internalServerError) }
        let secret = WebhookSecret.random().reveal()
        let endpoint = WebhookEndpoint(
            id: context.minter.mint().uuid, tenant: call.principal.tenant, url: url, events: change.events ?? ["*"],
            description: change.description ?? nil, secret: secret, createdAt: ServerClock.shared.now)
        let answer = try call.answer(
            WebhookEndpointView.WithSecret(endpoint, secret: secret), .created,
            location: WebhookEndpointView.link(to: endpoint.id))
        return try await context.recording(answer, for: call) { recorded in
            let store = store
            guard try await retryUntilKnown({ try await store.create(endpoint, recording: recorded) }) else {
                throw Problem(
                    .conflict,
                    detail:
                        "The account has \(NotificationStore.mostEndpoints) endpoints, as many as it may: delete one."
                )
            }
            return nil
        }
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(WebhookEndpointView(try await endpoint(call)))
    }

    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let change = try WebhookEndpointBody(
            try call.request.document(), isNew: false, addresses: context.notifications.webhookAddresses
        ).change
        let changed = try await store.change(try call.request.pathID(), of: call.principal.tenant, change)
        return try call.answer(WebhookEndpointView(try found(changed)))
    }

    @Sendable private func delete(_ call: Call) async throws -> HTTPResponse {
        let offers = try await store.deleteEndpoint(try call.request.pathID(), of: call.principal.tenant)
        guard let offers else { throw Self.noEndpoint }
        context.offers.push(offers)
        return HTTPResponse(status: .noContent)
    }

    /// The secret of before signs beside the new one for a day.
    @Sendable private func rotate(_ call: Call) async throws -> HTTPResponse {
        let secret = WebhookSecret.random().reveal()
        let rotated = try await store.rotate(
            try call.request.pathID(), of: call.principal.tenant, to: secret
        ) { call.record(try call.answer(WebhookEndpointView.WithSecret($0, secret: secret))) }
        return try call.answer(WebhookEndpointView.WithSecret(try found(rotated), secret: secret))
    }

    @Sendable private func enable(_ call: Call) async throws -> HTTPResponse {
        let enabled = try await store.enable(try call.request.pathID(), of: call.principal.tenant) {
            call.record(try call.answer(WebhookEndpointView($0)))
        }
        return try call.answer(WebhookEndpointView(try found(enabled)))
    }

    /// A message to this endpoint alone, by the way and through the guards of every other.
    @Sendable private func test(_ call: Call) async throws -> HTTPResponse {
        let endpoint = try await endpoint(call)
        do throws(WebhookURLProblem) {
            _ = try WebhookURL(endpoint.url, addresses: context.notifications.webhookAddresses)
        } catch {
            throw Problem.invalid([Problem.FieldError(pointer: "/url", message: error.sentence)])
        }
        let planned = try NewNotification.test(
            of: endpoint, by: call.principal.userID, trace: call.request.trace, minter: context.minter,
            now: ServerClock.shared.now)
        let view = AcceptedNotificationView(planned)
        return try await context.accepting(planned.jobs, for: call) { _ in
            try call.answer(view, .accepted, location: view.statusURL)
        } commit: { recorded in
            try await store.create(planned, recording: recorded)
            return [:]
        }
    }

    @Sendable private func deliveries(_ call: Call) async throws -> HTTPResponse {
        let endpoint = try await endpoint(call)
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let found = try await context.lists.read(by: call.principal) {
            try await lists.deliveries(
                to: endpoint.id.uuidString.lowercased(), by: .webhook, of: endpoint.tenant, before: cursor,
                limit: limit + 1)
        }
        return try call.answer(
            Page(found, limit: limit, { DeliveryView($0) }, cursor: { $0.id.uuidString.lowercased() }))
    }

    private func endpoint(_ call: Call) async throws -> WebhookEndpoint {
        try found(try await store.endpoint(try call.request.pathID(), of: call.principal.tenant))
    }

    private func found(_ endpoint: WebhookEndpoint?) throws(Problem) -> WebhookEndpoint {
        guard let endpoint else { throw Self.noEndpoint }
        return endpoint
    }

    private static let noEndpoint = Problem.notFound("The account has no such webhook endpoint.")
}
