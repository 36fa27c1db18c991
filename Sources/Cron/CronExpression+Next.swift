public import Foundation

extension CronExpression {
    /// The first occurrence after an instant, in whole seconds; nil when there is none within a century.
    ///
    /// Where clocks are turned: an expression that names its hours occurs once for each reading, at the first instant
    /// after the leap when clocks leap over it, and the first time when they show it twice. One that means every hour
    /// goes by the hours that pass: it occurs in both of two hours of one name, and in none that is left out.
    public func next(after date: Date, in zone: TimeZone) -> Date? {
        // Within what the calendar of the readings can count: PostgreSQL's last year is 294,276.
        guard abs(date.timeIntervalSince1970) < 1e13,
            let second = Int(exactly: date.timeIntervalSince1970.rounded(.down))
        else { return nil }
        let start = second + 1
        let clock = ZoneClock(zone: zone)
        let found = hasEveryHour ? passing(from: start, clock) : named(from: start, clock)
        return found.map { Date(timeIntervalSince1970: Double($0)) }
    }

    /// The next occurrences, in their order.
    public func next(_ count: Int, after date: Date, in zone: TimeZone) -> [Date] {
        var dates: [Date] = []
        while dates.count < count, let date = next(after: dates.last ?? date, in: zone) { dates.append(date) }
        return dates
    }

    /// The last occurrence that is not after `end` and after `start`; nil when there is none.
    ///
    /// Found by halving, so that an outage of a year costs no more than one of a minute.
    public func last(after start: Date, upTo end: Date, in zone: TimeZone) -> Date? {
        guard let first = next(after: start, in: zone), first <= end else { return nil }
        var found = first
        var (low, high) = (first.timeIntervalSince1970, end.timeIntervalSince1970.rounded(.down))
        while low < high {
            let middle = low + ((high - low) / 2).rounded(.down)
            if let date = next(after: Date(timeIntervalSince1970: middle), in: zone), date <= end {
                found = date
                low = date.timeIntervalSince1970
            } else {
                high = middle
            }
        }
        return found
    }

    private func named(from start: Int, _ clock: ZoneClock) -> Int? {
        var cursor = clock.reading(at: start)
        // Just after a leap, what was leapt over is due at the leap itself.
        let leap = clock.offset(at: start) - clock.offset(at: start - 1)
        if leap > 0 { cursor.seconds -= leap }
        while let reading = reading(from: cursor) {
            let instant = clock.instant(of: reading)
            if instant >= start { return instant }
            // Clocks show it a second time: beyond the hour that they repeat.
            let turn = clock.turn(between: instant, and: start)
            let end = turn + clock.offset(at: turn - 1)
            cursor = CivilTime(seconds: max(reading.seconds + 1, end))
        }
        return nil
    }

    private func passing(from start: Int, _ clock: ZoneClock) -> Int? {
        var start = start
        while true {
            let offset = clock.offset(at: start)
            guard let reading = reading(from: CivilTime(seconds: start + offset)) else { return nil }
            let instant = reading.seconds - offset
            let end = min(instant, start + ZoneClock.calm)
            if clock.offset(at: end) != offset {
                // Nothing fits before that turn; clocks may then show again what they have shown.
                start = clock.turn(between: start, and: end)
            } else if end == instant {
                return instant
            } else {
                // What lies far off is looked at again from nearby, with the offset that holds there: clocks may show
                // the same reading earlier by another offset than by the one of today.
                start = max(end, instant - ZoneClock.widest)
            }
        }
    }
}
