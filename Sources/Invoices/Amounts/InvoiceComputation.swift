public import Contracts

/// How the amounts of a month come about, from what was subscribed and what was used: `docs/billing-amounts.md` has the rules in
/// words.
public struct InvoiceComputation: Sendable {
    public let month: BillingMonth
    public let timeline: SubscriptionTimeline
    public let usage: [UsageSum]
    public let billed: [BilledUse]
    public let billedFlat: [BilledFlat]
    public let language: Language

    /// - Parameters:
    ///   - usage: of this month, and of earlier ones of which use came in late.
    ///   - billed: of these months, what earlier invoices have billed.
    ///   - billedFlat: what was billed of earlier months whose terms changed since.
    ///   - language: of the lines' descriptions.
    public init(
        month: BillingMonth, timeline: SubscriptionTimeline, usage: [UsageSum] = [], billed: [BilledUse] = [],
        billedFlat: [BilledFlat] = [], language: Language
    ) {
        self.month = month
        self.timeline = timeline
        self.usage = usage
        self.billed = billed
        self.billedFlat = billedFlat
        self.language = language
    }

    /// Lines of the month's segments in the order of time: plan, modules, users. Then use by month, latest first, metric and time.
    /// Then adjustments of earlier months, those that are taken off last, the oldest first.
    public func amounts() throws(AmountProblem) -> InvoiceAmounts {
        let segments = timeline.segments(in: month)
        var lines = LineWriter(language: language, currency: segments.first?.terms.plan.currency)
        for segment in segments { try lines.require(segment.terms.plan.currency) }
        for segment in segments { try lines.append(flat: segment, of: month) }
        var warnings: [AmountWarning] = []
        let billed = Dictionary(grouping: billed, by: \.month)
        for (month, sums) in Dictionary(grouping: usage, by: \.month).sorted(by: { $0.key > $1.key }) {
            let use = MeteredUse(month: month, timeline: timeline, sums: sums, billed: billed[month] ?? [])
            try use.requirePlaces(upTo: self.month)
            for metric in use.metrics {
                warnings += try lines.append(metered: use.quantities(of: metric), of: month, isLate: month < self.month)
            }
        }
        try lines.append(adjustments: try differences(in: lines.currency))
        return InvoiceAmounts(
            currency: lines.currency, lines: lines.lines, totals: try InvoiceTotals(lines: lines.lines),
            warnings: warnings)
    }
}
