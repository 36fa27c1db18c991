import Accounts
import Billing
import Foundation
import HTTPServer
import Jobs

/// `GET` and `PUT /subscription`.
struct SubscriptionRoutes: APIModule {
    private let context: APIContext
    private let store: BillingStore

    init(_ context: APIContext) {
        self.context = context
        store = BillingStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/subscription", for: .managers,
            APIOperation("getSubscription", "What a school subscribes to").parameter(.tenant).answers(
                SubscriptionView.self
            ).refuses(.notFound), show)
        router.put(
            "/subscription", for: .managers,
            APIOperation("putSubscription", "Says what a school subscribes to").body(
                SubscriptionBody.schema, example: SubscriptionBody.example
            ).answers(SubscriptionView.self).refuses(.notFound), put)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let school = try await store.school(namedInQueryOf: call)
        return try call.answer(SubscriptionView(try await subscription(of: school), of: school))
    }

    @Sendable private func put(_ call: Call) async throws -> HTTPResponse {
        let body = try SubscriptionBody(try call.request.document())
        let school = try await store.school(body.tenant, namedInBodyOf: call)
        let present = try await subscription(of: school)
        if let latest = present.changes.first, body.says(latest) {
            return try call.answer(SubscriptionView(present, of: school))
        }
        guard let plan = try await store.plan(body.plan)?.plan else {
            throw Problem.invalid([
                Problem.FieldError(pointer: "/plan", message: "is the code of no plan; GET /plans has them")
            ])
        }
        let now = ServerClock.shared.now
        do {
            let changed = try await store.put(
                try body.terms(of: plan, at: now), of: school, id: context.minter.mint().uuid,
                by: .user(call.principal.userID), at: now, zone: context.billing.timeZone)
            return try call.answer(SubscriptionView(changed, of: school))
        } catch is TooManyChanges {
            throw Problem(
                .tooManyRequests, detail: "The subscription was changed 200 times within a day. Wait until tomorrow.",
                headers: ["Retry-After": "3600"])
        }
    }

    private func subscription(of school: UUID) async throws -> Subscription {
        try await store.subscription(of: school, at: ServerClock.shared.now, zone: context.billing.timeZone)
    }
}

extension SubscriptionBody {
    /// Whether it was sent before: it changes nothing then, and the plan stays in its version.
    fileprivate func says(_ change: SubscriptionChange) -> Bool {
        plan == change.plan && Set(modules) == Set(change.modules) && users == change.users
            && startsOn == change.startsOn && endsOn == change.endsOn
    }
}

extension BillingStore {
    /// Whose subscription or profile a caller asks for: the own one, or that of the account which an administrator names by
    /// `?tenant=`.
    /// - Throws: 404 where there is none, or it is another school's.
    func school(namedInQueryOf call: Call) async throws -> UUID {
        try call.request.allowQuery(["tenant"])
        let named = try call.request.query(Field.uuid("tenant"))
        let school = try call.school(named: named) ?? call.principal.tenant
        guard try await unknownSchools(among: [school]).isEmpty else {
            throw Problem.notFound("There is no such account.")
        }
        return school
    }

    /// As above; the account is the body's member `tenant`.
    /// - Throws: 422 where there is none; 404 for another school's.
    func school(_ named: UUID?, namedInBodyOf call: Call) async throws -> UUID {
        let school = try call.school(named: named) ?? call.principal.tenant
        guard try await unknownSchools(among: [school]).isEmpty else {
            throw Problem.invalid([Problem.FieldError(pointer: "/tenant", message: "is no account: name a school")])
        }
        return school
    }
}
