import Foundation
import HTTPServer
import Jobs
import Notifications

/// `POST /alerts`: takes what Alertmanager reports.
struct AlertRoutes: APIModule {
    private let context: APIContext
    private let store: NotificationStore
    /// Reports of the same alerts, of a cluster's Alertmanagers, that may come in the way of one.
    private static let mostTries = 5

    init(_ context: APIContext) {
        self.context = context
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/alerts", for: .operators, isAudited: false,
            APIOperation("reportAlerts", "Takes what Alertmanager reports (its webhook, version 4)").body(
                AlertsBody.schema, example: AlertsBody.example
            ).answers(AcceptedAlertsView.self, .accepted), report)
    }

    @Sendable private func report(_ call: Call) async throws -> HTTPResponse {
        let alerts = try AlertsBody(try call.request.document()).alerts
        let tenant = call.principal.tenant
        for _ in 0..<Self.mostTries {
            let planned = try await store.plan(
                alerts, of: tenant, by: call.principal.userID, trace: call.request.trace, minter: context.minter,
                now: ServerClock.shared.now)
            let view = AcceptedAlertsView(planned)
            if planned.notifications.isEmpty { return try call.answer(view, .accepted) }
            do {
                return try await context.accepting(planned.jobs, for: call) { _ in
                    try call.answer(view, .accepted)
                } commit: { recorded in
                    try await store.create(planned, of: tenant, recording: recorded)
                    return [:]
                }
            } catch is RepeatedNotification {
                continue
            }
        }
        // 5xx is what Alertmanager sends again after.
        throw Problem(
            .serviceUnavailable, detail: "Other requests report the same alerts. Send it again.",
            headers: ["Retry-After": "1"])
    }
}
