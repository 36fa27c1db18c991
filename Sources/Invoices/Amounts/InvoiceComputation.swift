public import Contracts

/// How the amounts of a month come about, from what was subscribed and what was used: `docs/billing-amounts.md` has the rules in
/// words.
public struct InvoiceComputation: Sendable {
    public let month: BillingMonth
    public let timeline: SubscriptionTimeline
    public let usage: [UsageSum]
    public let billed: [BilledUse]
    public let language: Language

    /// - Parameters:
    ///   - usage: of this month, and of earlier ones of which use came in late.
    ///   - billed: of these months, what earlier invoices have billed.
    ///   - language: of the lines' descriptions.
    public init(
        month: BillingMonth, timeline: SubscriptionTimeline, usage: [UsageSum] = [], billed: [BilledUse] = [],
        language: Language
    ) {
        self.month = month
        self.timeline = timeline
        self.usage = usage
        self.billed = billed
        self.language = language
    }

    /// Lines of the month's segments in the order of time: plan, modules, users. Then use by month, latest first, metric and time.
    public func amounts() throws(AmountProblem) -> InvoiceAmounts {
        let segments = timeline.segments(in: month)
        var lines = LineWriter(language: language, currency: segments.first?.terms.plan.currency)
        for segment in segments { try lines.require(segment.terms.plan.currency) }
        for segment in segments { try lines.append(flat: segment, of: month) }
        var warnings: [AmountWarning] = []
        for (month, sums) in Dictionary(grouping: usage, by: \.month).sorted(by: { $0.key > $1.key }) {
            try requirePlaces(of: sums, in: month)
            let segments = month == self.month ? segments : timeline.segments(in: month)
            for (metric, sums) in Dictionary(grouping: sums, by: \.metric).sorted(by: { $0.key < $1.key }) {
                try bill(metric, of: month, sums, under: segments, &lines, &warnings)
            }
        }
        return InvoiceAmounts(
            currency: lines.currency, lines: lines.lines, totals: try InvoiceTotals(lines: lines.lines),
            warnings: warnings)
    }

    private func requirePlaces(of sums: [UsageSum], in month: BillingMonth) throws(AmountProblem) {
        let spans = month <= self.month ? timeline.spans(in: month) : []
        guard let stray = sums.first(where: { sum in !spans.contains { $0.contains(sum.span) } }) else { return }
        throw AmountProblem(
            code: .misplacedUse, pointer: "/usage/\(stray.metric)",
            message:
                "is summed up from \(stray.span.from) to \(stray.span.to): sum up each span of days between changes "
                + "of the subscription by itself, up to \(self.month)")
    }

    private func bill(
        _ metric: String, of month: BillingMonth, _ sums: [UsageSum], under segments: [SubscriptionSegment],
        _ lines: inout LineWriter, _ warnings: inout [AmountWarning]
    ) throws(AmountProblem) {
        func warn(_ code: AmountWarning.Code, _ quantity: Int128) {
            guard quantity > 0 else { return }
            warnings.append(
                AmountWarning(code: code, metric: metric, month: month, quantity: Int64(clamping: quantity)))
        }
        var use = MeteredMonth(metric: metric, segments: segments)
        var unsubscribed: Int128 = 0
        for sum in sums {
            if segments.contains(where: { $0.span.contains(sum.span) }) {
                use.add(sum)
            } else {
                unsubscribed += Int128(sum.quantity)
            }
        }
        for one in billed where one.metric == metric && one.month == month { use.subtract(one) }
        let due = use.billable()
        var otherCurrency: Int128 = 0
        for (part, quantity) in zip(use.parts, due) where quantity > 0 {
            if month < self.month, !lines.accepts(part.segment.terms.plan.currency) {
                otherCurrency += quantity
            } else {
                try lines.append(metered: part, quantity: quantity, isLate: month < self.month)
            }
        }
        warn(.unsubscribedUse, unsubscribed)
        warn(.unusedCorrection, use.unusedCorrections)
        warn(.otherCurrency, otherCurrency)
    }
}
