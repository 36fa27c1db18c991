/// What was counted of a metric from the first instant of a span of days to its last. No span goes over a change of the
/// subscription: they are those of `SubscriptionTimeline.spans(in:)`, or parts of these such as days. Sums are of the month that is
/// invoiced, and of each earlier month of which use came in late: of all its use, and not only of what came late.
public struct UsageSum: Sendable, Hashable {
    public let metric: String
    public let span: DaySpan
    /// Below 0 where corrections outweigh use.
    public let quantity: Int64

    public init(metric: String, span: DaySpan, quantity: Int64) {
        self.metric = metric
        self.span = span
        self.quantity = quantity
    }

    var month: BillingMonth { BillingMonth(span.from) }
}
