import Accounts
import Billing
import Contracts
import Foundation
import HTTPServer
import Invoices
import Jobs

/// `GET /billing/indicators`.
struct IndicatorRoutes: APIModule {
    private let context: APIContext
    private let lists: BillingStore

    init(_ context: APIContext) {
        self.context = context
        lists = BillingStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/billing/indicators", for: .managers,
            APIOperation("getBillingIndicators", "What billing came to").query(Field.days("from"), Field.days("to"))
                .parameter(.tenant).answers(IndicatorsView.self).refuses(.notFound), show)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["from", "to", "tenant"])
        let school = try call.school(named: try call.request.query(Field.uuid("tenant")))
        let now = ServerClock.shared.now
        let (first, last) = try call.request.days(at: now)
        let found = try await context.lists.read(by: call.principal) {
            try await lists.indicators(of: school, from: first, through: last, at: now)
        }
        return try call.answer(IndicatorsView(found, from: first, to: last))
    }
}
