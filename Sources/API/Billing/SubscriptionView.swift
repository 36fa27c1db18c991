import Billing
import Contracts
import Foundation

/// What a school subscribed to: its last change, what holds today, and the changes before.
struct SubscriptionView: Encodable, Sendable {
    let tenant: UUID
    /// Of the last change, which may begin later than today; nil without any.
    let plan: String?
    let version: Int?
    let modules: [String]?
    let users: Int64?
    let startsOn: CalendarDay?
    let endsOn: CalendarDay?
    let changedAt: Date?
    /// nil: nothing is subscribed.
    let today: Change?
    /// The newest first.
    let changes: [Change]

    struct Change: Encodable, Sendable {
        let plan: String
        let version: Int
        let modules: [String]
        let users: Int64
        let startsOn: CalendarDay
        let endsOn: CalendarDay?
        /// What a whole month costs without metered use and tax.
        let monthlyCents: Int64
        let currency: String
        let changedAt: Date

        init(_ change: SubscriptionChange) {
            plan = change.plan
            version = change.version
            modules = change.modules
            users = change.users
            startsOn = change.startsOn
            endsOn = change.endsOn
            monthlyCents = change.monthlyCents
            currency = change.currency
            changedAt = change.changedAt
        }
    }

    init(_ subscription: Subscription, of tenant: UUID) {
        self.tenant = tenant
        let latest = subscription.changes.first
        plan = latest?.plan
        version = latest?.version
        modules = latest?.modules
        users = latest?.users
        startsOn = latest?.startsOn
        endsOn = latest?.endsOn
        changedAt = latest?.changedAt
        today = subscription.today.map { Change($0) }
        changes = subscription.changes.map { Change($0) }
    }
}
