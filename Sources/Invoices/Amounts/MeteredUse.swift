/// The metered use of one calendar month, by metric.
struct MeteredUse {
    private let month: BillingMonth
    private let timeline: SubscriptionTimeline
    private let segments: [SubscriptionSegment]
    /// For each segment, where each metric stands in its plan.
    private let positions: [[String: Int]]
    private let sums: [String: [UsageSum]]
    private let billed: [String: [BilledUse]]

    init(month: BillingMonth, timeline: SubscriptionTimeline, sums: [UsageSum], billed: [BilledUse]) {
        self.month = month
        self.timeline = timeline
        segments = timeline.segments(in: month)
        positions = segments.map { segment in
            Dictionary(
                segment.terms.plan.metered.enumerated().map { ($0.element.metric, $0.offset) },
                uniquingKeysWith: { first, _ in first })
        }
        self.sums = Dictionary(grouping: sums, by: \.metric)
        self.billed = Dictionary(grouping: billed, by: \.metric)
    }

    /// In the order of their names.
    var metrics: [String] { sums.keys.sorted() }

    /// - Throws: `misplacedUse` for a sum that lies in no month up to this one, or over a change of terms.
    func requirePlaces(upTo last: BillingMonth) throws(AmountProblem) {
        let spans = month <= last ? timeline.spans(in: month) : []
        for (metric, sums) in sums {
            guard let stray = sums.first(where: { sum in !spans.contains { $0.contains(sum.span) } }) else { continue }
            throw AmountProblem(
                code: .misplacedUse, pointer: "/usage/\(metric)",
                message:
                    "is summed up from \(stray.span.from) to \(stray.span.to): sum up the days between changes of the "
                    + "subscription by themselves, up to \(last)")
        }
    }

    func quantities(of metric: String) -> MeteredQuantities {
        var quantities = MeteredQuantities(metric: metric, segments: segments, positions: positions)
        for sum in sums[metric] ?? [] { quantities.add(sum) }
        for one in billed[metric] ?? [] { quantities.subtract(one) }
        // What no plan of the school ever metered is not missed.
        if !timeline.changes.contains(where: { $0.plan.metered.contains { $0.metric == metric } }) {
            quantities.unsubscribed = 0
        }
        return quantities
    }
}
