import Cron
public import Foundation

/// A second on the line of time.
public struct Moment: Sendable, Hashable {
    /// Since 1970-01-01T00:00:00Z.
    public let seconds: Int

    /// - Parameter text: with its offset, as `2026-11-30T14:30:00+01:00` (RFC 3339); a fraction of the second is dropped, a
    ///   leap second is the next one.
    public init?(_ text: String) {
        let shape =
            #/([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))/#
        // The length is looked at first: a megabyte is not searched.
        guard text.utf8.count <= 40, let match = text.wholeMatch(of: shape)?.output,
            let day = CalendarDay(String(match.1)), let hour = Int(match.2), let minute = Int(match.3),
            let second = Int(match.4), hour < 24, minute < 60, second <= 60
        else { return nil }
        let (ahead, behind) = (match.6.flatMap { Int($0) } ?? 0, match.7.flatMap { Int($0) } ?? 0)
        guard ahead < 24, behind < 60 else { return nil }
        let offset = (ahead * 60 + behind) * (match.5 == "-" ? -60 : 60)
        seconds = day.number * 86_400 + hour * 3600 + minute * 60 + second - offset
    }

    public init(_ date: Date) {
        seconds = Int(exactly: date.timeIntervalSince1970.rounded(.down)) ?? 0
    }

    /// What a clock on a wall of the zone shows.
    public func reading(in zone: TimeZone) -> (day: CalendarDay, hour: Int, minute: Int) {
        let local = seconds + zone.offset(at: seconds)
        let number = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let second = local - number * 86_400
        return (CalendarDay(number: number), second / 3600, second / 60 % 60)
    }
}
