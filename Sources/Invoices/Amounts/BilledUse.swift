/// What an earlier invoice has billed of a metric: its metered lines. Those of a cancelled invoice are none.
public struct BilledUse: Sendable, Hashable {
    public let metric: String
    public let span: DaySpan
    public let quantity: Int64

    public init(metric: String, span: DaySpan, quantity: Int64) {
        self.metric = metric
        self.span = span
        self.quantity = quantity
    }

    /// nil for a line of another kind.
    public init?(_ line: InvoiceLine) {
        guard line.kind == .metered, let metric = line.metric else { return nil }
        self.init(metric: metric, span: DaySpan(from: line.from, to: line.to), quantity: line.quantity)
    }

    var month: BillingMonth { BillingMonth(span.from) }
}
