import Cron
public import Foundation

/// The hours of every day in which a person is not to be disturbed, by the clock of that person: from the first minute to
/// before the last, over midnight where the last comes first. Two equal times are no hours at all.
public struct QuietHours: Sendable, Hashable {
    public let from: ClockTime
    public let to: ClockTime

    public init(from: ClockTime, to: ClockTime) {
        self.from = from
        self.to = to
    }

    func contains(_ minute: Int) -> Bool {
        from.minute <= to.minute
            ? (from.minute..<to.minute).contains(minute) : minute >= from.minute || minute < to.minute
    }

    /// The first instant from now on at which the clock shows no quiet hour; nil when that is now.
    ///
    /// Where clocks are turned, the clock on the wall decides: an end that they leap over is the end of the leap, and an hour
    /// that comes twice is quiet or not as its reading is.
    public func end(after now: Date, in zone: TimeZone) -> Date? {
        guard let start = Int(exactly: now.timeIntervalSince1970.rounded(.down)) else { return nil }
        let offset = zone.offset(at:)
        var instant = start
        // Each step ends at the end of the hours or at a turn of the clocks; no zone has two of these within a day.
        for _ in 0..<6 {
            let reading = instant + offset(instant)
            let second = (reading % 86_400 + 86_400) % 86_400
            guard contains(second / 60) else { break }
            let rest = (to.minute * 60 - second + 86_400) % 86_400
            let end = instant + rest
            instant = offset(end) == offset(instant) ? end : Self.turn(from: instant, to: end, offset)
        }
        return instant == start ? nil : Date(timeIntervalSince1970: Double(instant))
    }

    /// The first instant whose offset is not that of the start; they differ at the end.
    private static func turn(from start: Int, to end: Int, _ offset: (Int) -> Int) -> Int {
        var (same, other) = (start, end)
        let old = offset(start)
        while other - same > 1 {
            let middle = same + (other - same) / 2
            if offset(middle) == old { same = middle } else { other = middle }
        }
        return other
    }
}
