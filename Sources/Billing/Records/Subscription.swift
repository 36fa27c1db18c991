public import Contracts
public import Foundation

/// A change of a school's subscription. From its first day on it takes the place of all earlier ones.
public struct SubscriptionChange: Sendable, Hashable {
    public let plan: String
    /// The plan's version, which stays that of the day of the change.
    public let version: Int
    public let modules: [String]
    public let users: Int64
    public let startsOn: CalendarDay
    /// The first day on which nothing is subscribed any more.
    public let endsOn: CalendarDay?
    /// What a whole month costs without metered use and tax, in the currency's smallest units.
    public let monthlyCents: Int64
    public let currency: String
    public let changedAt: Date
}

/// What a school subscribed to.
public struct Subscription: Sendable, Hashable {
    /// The newest first; the last `mostChanges` of them.
    public let changes: [SubscriptionChange]
    /// What holds today where the school is; nil: nothing.
    public let today: SubscriptionChange?

    public static let mostChanges = 100
}
