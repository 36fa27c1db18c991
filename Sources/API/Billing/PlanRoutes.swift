import Accounts
import Billing
import HTTPServer
import Invoices
import JSON

/// `GET` and `POST /plans`, `GET` and `PATCH /plans/{code}`.
struct PlanRoutes: APIModule {
    private let context: APIContext
    private let store: BillingStore
    private let lists: BillingStore

    init(_ context: APIContext) {
        self.context = context
        store = BillingStore(database: context.connections.domains, jobs: context.store)
        lists = BillingStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        // A school sees what it may subscribe to.
        router.get(
            "/plans", for: .writers,
            APIOperation("listPlans", "Plans").page(of: PlanView.self), list)
        router.post(
            "/plans", for: [.admin],
            APIOperation("createPlan", "Makes a plan").body(PlanBody.schema(isNew: true), example: PlanBody.example)
                .answers(PlanView.self, .created), create)
        router.get(
            "/plans/{code}", for: .writers,
            APIOperation("getPlan", "A plan").answers(PlanView.self), show)
        router.patch(
            "/plans/{code}", for: [.admin],
            APIOperation("changePlan", "Makes a new version of a plan (RFC 7396)").body(PlanBody.schema(isNew: false))
                .answers(PlanView.self).refuses(.conflict), patch)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), call.request.queryValue("cursor"))
        let found = try await context.lists.read(by: call.principal) {
            try await lists.plans(after: cursor, limit: limit + 1)
        }
        return try call.answer(Page(found, limit: limit, { PlanView($0) }, cursor: \.plan.code))
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let plan = try PlanBody(try call.request.document()).plan
        func answer(_ made: PlanVersion) throws -> HTTPResponse {
            try call.answer(PlanView(made), .created, location: PlanView.link(to: made.plan.code))
        }
        let made = try await store.create(plan, by: .user(call.principal.userID)) { call.record(try answer($0)) }
        guard let made else {
            throw Problem(
                .conflict,
                detail: "There is a plan of the code \(plan.code): change it with PATCH, or take another code.")
        }
        return try answer(made)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(PlanView(try found(try await store.plan(try code(call)))))
    }

    /// A new version. Subscriptions keep the one that they were made with.
    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let (code, json) = (try code(call), try call.request.document())
        guard json.objectValue != nil else {
            throw Problem.invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        do {
            let changed = try await store.change(code, by: .user(call.principal.userID)) { old in
                try PlanBody(JSONValue.object(PlanView.said(old)).merging(json), changing: code).plan
            }
            return try call.answer(PlanView(try found(changed)))
        } catch is PlanContention {
            throw Problem(
                .conflict, detail: "The plan is changed by many at once, and this change found no turn. Ask again.")
        }
    }

    /// One that could be no code names nothing, like one that is not there.
    private func code(_ call: Call) throws(Problem) -> String {
        guard let code = call.request.parameters["code"], Plan.isCode(code) else { throw .notFound() }
        return code
    }

    private func found(_ plan: PlanVersion?) throws(Problem) -> PlanVersion {
        guard let plan else { throw .notFound() }
        return plan
    }
}
