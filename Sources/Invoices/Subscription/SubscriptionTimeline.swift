public import Contracts

/// What a school was subscribed to on each day. A change holds from its first day on, over all that were made before it, until
/// its end; after that nothing is subscribed.
public struct SubscriptionTimeline: Sendable, Hashable {
    /// In the order in which they were made.
    public let changes: [SubscriptionTerms]

    public init(_ changes: [SubscriptionTerms]) { self.changes = changes }

    /// nil on a day without a subscription.
    public func terms(on day: CalendarDay) -> SubscriptionTerms? {
        guard let change = changes.last(where: { $0.startsOn <= day }) else { return nil }
        if let end = change.endsOn, end <= day { return nil }
        return change
    }

    /// The subscribed days of a month, in their order; neighbours of equal terms are one.
    public func segments(in month: BillingMonth) -> [SubscriptionSegment] {
        periods(in: month).compactMap { period in
            period.terms.map { SubscriptionSegment(span: period.span, terms: $0) }
        }
    }

    /// The whole month without holes, cut where the terms change: for each of these, use is summed up (`UsageSum`).
    public func spans(in month: BillingMonth) -> [DaySpan] { periods(in: month).map(\.span) }

    private struct Period {
        var span: DaySpan
        let terms: SubscriptionTerms?

        func isLike(_ other: Period) -> Bool {
            switch (terms, other.terms) {
            case (nil, nil): true
            case (let one?, let another?): one.isPriced(as: another)
            default: false
            }
        }
    }

    /// From the last change back to the first: each has the days before what the later ones left.
    private func periods(in month: BillingMonth) -> [Period] {
        let first = month.first
        var left = month.end
        var found: [Period] = []
        for change in changes.reversed() where left > first {
            let start = max(change.startsOn, first)
            guard start < left else { continue }
            let end = min(max(change.endsOn ?? left, start), left)
            if end < left { found.append(Period(span: DaySpan(from: end, to: left), terms: nil)) }
            if start < end { found.append(Period(span: DaySpan(from: start, to: end), terms: change)) }
            left = start
        }
        if left > first { found.append(Period(span: DaySpan(from: first, to: left), terms: nil)) }
        var merged: [Period] = []
        for period in found.reversed() {
            if let before = merged.last, before.isLike(period) {
                merged[merged.count - 1].span = DaySpan(from: before.span.from, to: period.span.to)
            } else {
                merged.append(period)
            }
        }
        return merged
    }
}

/// Days of one month under the same terms.
public struct SubscriptionSegment: Sendable, Hashable {
    public let span: DaySpan
    public let terms: SubscriptionTerms

    public var from: CalendarDay { span.from }
    /// The first day that is no longer in it.
    public var to: CalendarDay { span.to }
    public var days: Int { span.days }
}
