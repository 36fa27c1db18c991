import Accounts
import Billing
import Cron
import Foundation
import HTTPServer
import Invoices
import Jobs

/// `POST` and `GET /billing/runs`, `GET /billing/runs/{id}`.
struct BillingRunRoutes: APIModule {
    private let context: APIContext
    private let store: BillingStore
    private let lists: BillingStore

    init(_ context: APIContext) {
        self.context = context
        store = BillingStore(database: context.connections.domains, jobs: context.store)
        lists = BillingStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/billing/runs", for: [.admin],
            APIOperation("createBillingRun", "Bills a month, or shows what would be billed").body(
                BillingRunBody.schema, example: BillingRunBody.example
            ).answers(BillingRunView.Reference.self, .accepted), create)
        router.get(
            "/billing/runs", for: [.admin],
            APIOperation("listBillingRuns", "Billing runs, the newest first").query(Field.month("period")).page(
                of: BillingRunView.self), list)
        router.get(
            "/billing/runs/{id}", for: [.admin],
            APIOperation("getBillingRun", "A billing run").answers(BillingRunView.self), show)
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let body = try BillingRunBody(
            try call.request.document(), now: ServerClock.shared.now, zone: context.billing.timeZone)
        if let tenants = body.tenants {
            let unknown = Set(try await store.unknownSchools(among: tenants))
            let errors = tenants.enumerated().filter { unknown.contains($0.element) }.map {
                Problem.FieldError(pointer: "/tenants/\($0.offset)", message: "is no account")
            }
            if !errors.isEmpty { throw Problem.invalid(errors) }
        }
        let run = BillingRun(
            id: context.minter.mint().uuid, period: body.period, isDry: body.isDry, tenants: body.tenants,
            userID: call.principal.userID, jobID: context.minter.mint())
        let closing = context.minter.mint()
        let view = BillingRunView.Reference(run)
        return try await context.accepting([run.job(call.request.trace)], for: call) { _ in
            try call.answer(view, .accepted, location: view.statusURL)
        } commit: { recorded in
            try await store.create(run, trace: call.request.trace, callback: closing, recording: recorded)
            return [:]
        }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor", "period"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let period = try call.request.query(Field.month("period"))
        let found = try await context.lists.read(by: call.principal) {
            try await lists.runs(of: period, before: cursor, limit: limit + 1)
        }
        return try call.answer(
            Page(found, limit: limit, { BillingRunView($0) }, cursor: { $0.run.id.uuidString.lowercased() }))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        guard let state = try await store.state(ofRun: try call.request.pathID()) else { throw Problem.notFound() }
        let previews = state.run.isDry ? try await store.previews(of: state.run.id) : []
        return try call.answer(BillingRunView(state, previews))
    }
}
