import Accounts
import Billing
import HTTPServer

/// `GET` and `PUT /billing-profile`.
struct BillingProfileRoutes: APIModule {
    private let context: APIContext
    private let store: BillingStore

    init(_ context: APIContext) {
        self.context = context
        store = BillingStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/billing-profile", for: .managers,
            APIOperation("getBillingProfile", "Who is billed").parameter(.tenant).answers(BillingProfileView.self)
                .refuses(.notFound), show)
        router.put(
            "/billing-profile", for: .managers,
            APIOperation("putBillingProfile", "Says who is billed").body(
                BillingProfileBody.schema, example: BillingProfileBody.example
            ).answers(BillingProfileView.self).refuses(.notFound), put)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let school = try await store.school(namedInQueryOf: call)
        guard let stored = try await store.profile(of: school) else { throw Problem.notFound() }
        return try call.answer(BillingProfileView(stored, of: school))
    }

    @Sendable private func put(_ call: Call) async throws -> HTTPResponse {
        let body = try BillingProfileBody(try call.request.document())
        let school = try await store.school(body.tenant, namedInBodyOf: call)
        // It would be charged for this school's invoices.
        if call.principal.role != .admin, let customer = body.profile.autoPayment?.customer,
            try await store.isCustomerOfAnother(customer, than: school)
        {
            throw Problem.invalid([
                Problem.FieldError(
                    pointer: "/auto_payment/customer",
                    message: "is the customer of another account: name your own, or ask an administrator")
            ])
        }
        let stored = try await store.put(body.profile, of: school, by: .user(call.principal.userID))
        guard let stored else { throw Problem.notFound() }
        return try call.answer(BillingProfileView(stored, of: school))
    }
}
