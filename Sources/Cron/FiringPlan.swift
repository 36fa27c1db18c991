public import Foundation

/// What is to be done about a schedule that is due: which occurrences are fired now, which are left out on purpose, and
/// when the next one comes. Every occurrence from the one that is due to now is in one or the other.
public struct FiringPlan: Sendable, Equatable {
    /// A row of occurrences, from the first to the last of them.
    public struct Span: Sendable, Equatable {
        public let first: Date
        public let last: Date

        public init(first: Date, last: Date) {
            self.first = first
            self.last = last
        }
    }

    /// In their order.
    public private(set) var runs: [Date] = []
    /// Older than all of `runs`.
    public private(set) var skipped: Span?
    /// nil when there is none within a century.
    public let next: Date?

    /// An occurrence that is later than this has been missed; until then it is merely late.
    public static let tolerance = Duration.seconds(60)
    /// Missed occurrences that are made up for, unless a schedule says otherwise, and at most.
    public static let defaultLimit = 100
    public static let largestLimit = 1000

    /// - Parameters:
    ///   - due: the first occurrence that was not dealt with; not after `now`.
    ///   - limit: for the policy `all`; `largestLimit` at most, whatever a row says.
    public init(
        of expression: CronExpression, in zone: TimeZone, due: Date, now: Date, missed: MissedPolicy,
        limit: Int = FiringPlan.defaultLimit
    ) {
        next = expression.next(after: now, in: zone)
        let edge = now.addingTimeInterval(-(Self.tolerance / .seconds(1)))
        var timely: [Date] = []
        var date: Date? = due < edge ? expression.next(after: edge.addingTimeInterval(-0.001), in: zone) : due
        while let found = date, found <= now {
            if found >= edge { timely.append(found) }
            date = expression.next(after: found, in: zone)
        }
        guard due < edge else {
            runs = timely
            return
        }
        let missedEnd = Date(timeIntervalSince1970: edge.timeIntervalSince1970.rounded(.up) - 1)
        let last = expression.last(after: due, upTo: missedEnd, in: zone) ?? due
        let limit = min(max(limit, 1), Self.largestLimit)
        var madeUp: [Date] = []
        switch missed {
        case .skip: break
        case .once: if timely.isEmpty { madeUp = [last] }
        case .all: madeUp = Self.latest(limit, from: due, to: last, expression, zone)
        }
        runs = madeUp + timely
        guard let first = madeUp.first else {
            skipped = Span(first: due, last: last)
            return
        }
        if first > due {
            let before = expression.last(after: due, upTo: first.addingTimeInterval(-1), in: zone) ?? due
            skipped = Span(first: due, last: before)
        }
    }

    /// The latest so many occurrences of a row, in their order.
    private static func latest(
        _ limit: Int, from first: Date, to last: Date, _ expression: CronExpression, _ zone: TimeZone
    ) -> [Date] {
        var all = [first]
        while let end = all.last, end < last, all.count <= limit, let next = expression.next(after: end, in: zone) {
            all.append(next)
        }
        if all.count <= limit { return all }
        var latest = [last]
        while latest.count < limit, let end = latest.last,
            let before = expression.last(after: first, upTo: end.addingTimeInterval(-1), in: zone)
        {
            latest.append(before)
        }
        return latest.reversed()
    }
}
