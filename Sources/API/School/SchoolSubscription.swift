import Billing
import Foundation
import Jobs
import School

/// What an account's subscription allows its school. An account that never subscribed is refused nothing.
struct SchoolSubscription: Sendable {
    /// The module that learning paths need.
    private static let module = "ai"

    private let billing: BillingStore
    private let school: SchoolStore
    private let zone: TimeZone

    init(_ context: APIContext) {
        billing = BillingStore(database: context.connections.domains, jobs: context.store)
        school = SchoolStore(database: context.connections.domains)
        zone = context.billing.timeZone
    }

    /// - Throws: `SchoolRefusal`.
    func check(_ tenant: UUID) async throws {
        let subscription = try await billing.subscription(of: tenant, at: ServerClock.shared.now, zone: zone)
        if subscription.changes.isEmpty { return }
        guard let today = subscription.today else { throw SchoolRefusal.noSubscription }
        guard today.modules.contains(Self.module) else { throw SchoolRefusal.moduleNotSubscribed(Self.module) }
        let users = try await school.users(of: tenant)
        if users <= today.users { return }
        let included = try await billing.plan(today.plan)?.plan.includedUsers ?? 0
        let subscribed = Int(clamping: max(today.users, included))
        if users > subscribed { throw SchoolRefusal.tooManyUsers(users, subscribed: subscribed) }
    }
}
