import Accounts
import Billing
import HTTPServer
import Jobs

/// `POST /usage`.
struct UsageRoutes: APIModule {
    private let store: BillingStore
    private let retention: Duration

    init(_ context: APIContext) {
        store = BillingStore(database: context.connections.domains, jobs: context.store)
        retention = context.billing.usageRetention
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/usage", for: .operators, isAudited: false,
            APIOperation("recordUsage", "Records what was used, each event once").body(
                UsageBody.schema, example: UsageBody.example
            ).answers(Accepted.self, .accepted), record)
    }

    private struct Accepted: Encodable {
        let accepted: Int
        let duplicates: Int
    }

    @Sendable private func record(_ call: Call) async throws -> HTTPResponse {
        let events = try UsageBody(try call.request.document(), now: ServerClock.shared.now, retention: retention)
            .events
        let unknown = Set(try await store.unknownSchools(among: Array(Set(events.map(\.tenant)))))
        if !unknown.isEmpty {
            throw Problem.invalid(
                events.enumerated().lazy.filter { unknown.contains($0.element.tenant) }
                    .prefix(FieldErrors.most + 1)
                    .map { Problem.FieldError(pointer: "/\($0.offset)/tenant", message: "is no account") })
        }
        func answer(_ accepted: Int) throws -> HTTPResponse {
            try call.answer(
                Accepted(accepted: accepted, duplicates: events.count - accepted), .accepted)
        }
        return try answer(try await store.record(events) { call.record(try answer($0)) })
    }
}
