public import Contracts

/// Where the money of subscriptions stands, in one currency: amounts of several are never added.
public struct Indicators: Sendable {
    public let currency: String
    public var total = Amounts()
    /// By the plan's code; empty: of no plan.
    public var byPlan: [(plan: String, amounts: Amounts)] = []
    /// By month, in UTC: of issue, and of payment.
    public var byMonth: [(month: CalendarDay, amounts: Amounts)] = []

    public init(currency: String) { self.currency = currency }

    /// In the currency's smallest units, with tax unless it is said.
    public struct Amounts: Sendable, Hashable {
        /// Of a month of what is subscribed today, without metered use and tax.
        public var monthly: Int64 = 0
        /// Less what credit notes took back.
        public var issued: Int64 = 0
        /// The same without tax.
        public var issuedNet: Int64 = 0
        /// Less what was given back.
        public var collected: Int64 = 0
        /// Issued before the end of the time that was asked for, and not paid yet.
        public var outstanding: Int64 = 0
        /// Of it, by days after it was due.
        public var overdue30: Int64 = 0
        public var overdue60: Int64 = 0
        public var overdueLonger: Int64 = 0
    }
}
