/// The use of one metric in one calendar month: how much of each segment is to be billed.
///
/// A month includes an allowance, whatever the days of a subscription in it. Each unit has a number, in the order of time, and
/// is billed where that is beyond the allowance of the terms under which it was used.
struct MeteredQuantities {
    /// A segment whose terms meter the metric.
    struct Part {
        let segment: SubscriptionSegment
        let meter: PlanMeter
    }

    let metric: String
    let parts: [Part]
    /// Used on days without a subscription.
    var unsubscribed: Int128 = 0
    private let segments: [SubscriptionSegment]
    private var quantities: [Int128]
    private var billed: [Int128]
    /// What was billed for days that are no longer under terms that meter it.
    private var billedElsewhere: Int128 = 0

    /// - Parameter positions: for each segment, where each metric stands in its plan.
    init(metric: String, segments: [SubscriptionSegment], positions: [[String: Int]]) {
        parts = zip(segments, positions).compactMap { segment, positions in
            guard let position = positions[metric] else { return nil }
            // bounds: a position in this plan's list.
            return Part(segment: segment, meter: segment.terms.plan.metered[position])
        }
        self.metric = metric
        self.segments = segments
        quantities = Array(repeating: 0, count: parts.count)
        billed = quantities
    }

    mutating func add(_ use: UsageSum) {
        if let index = parts.firstIndex(where: { $0.segment.span.contains(use.span) }) {
            quantities[index] += Int128(use.quantity)
        } else if !segments.contains(where: { $0.span.contains(use.span) }) {
            unsubscribed += Int128(use.quantity)
        }
    }

    mutating func subtract(_ use: BilledUse) {
        if let index = parts.firstIndex(where: { $0.segment.span.contains(use.span.from) }) {
            billed[index] += Int128(max(0, use.quantity))
        } else {
            billedElsewhere += Int128(max(0, use.quantity))
        }
    }

    /// What corrections take back beyond the use before them; 0 or more.
    private(set) var unusedCorrections: Int128 = 0

    /// For each part, what is to be billed now; 0 or more.
    mutating func billable() -> [Int128] {
        settleCorrections()
        var (total, due): (Int128, [Int128]) = (0, [])
        for (part, quantity) in zip(parts, quantities) {
            let included = Int128(part.meter.included)
            due.append(max(0, total + quantity - included) - max(0, total - included))
            total += quantity
        }
        // First what was billed for the same days; then, in the order of time, what was billed too much for others.
        var surplus = billedElsewhere
        for index in due.indices {
            due[index] -= billed[index]
            if due[index] < 0 {
                surplus -= due[index]
                due[index] = 0
            }
        }
        for index in due.indices {
            let taken = min(surplus, due[index])
            due[index] -= taken
            surplus -= taken
        }
        return due
    }

    /// A sum below 0 takes off what was used last before it, and what then remains corrects nothing.
    private mutating func settleCorrections() {
        for index in quantities.indices where quantities[index] < 0 {
            var rest = -quantities[index]
            quantities[index] = 0
            for earlier in (0..<index).reversed() {
                let taken = min(rest, quantities[earlier])
                quantities[earlier] -= taken
                rest -= taken
            }
            unusedCorrections += rest
        }
    }
}
