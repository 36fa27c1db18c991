import Foundation
import TestSupport

/// Two days around a turn of the clocks, minute by minute: which reading each instant shows.
struct ZoneWindow {
    let zone: TimeZone
    /// Seconds since 1970, on a minute.
    let start: Int
    /// For each minute the seconds since the reading 1970-01-01 00:00.
    let readings: [Int]

    var end: Int { start + readings.count * 60 }

    /// nil when the zone's offset is no whole minute there (Africa/Monrovia before 1972).
    init?(around middle: Int, in zone: TimeZone, hours: Int = 30) {
        self.zone = zone
        start = middle / 60 * 60 - hours * 3600
        var readings: [Int] = []
        readings.reserveCapacity(hours * 120)
        for minute in 0..<hours * 120 {
            let instant = start + minute * 60
            let offset = zone.offset(at: instant)
            guard offset % 60 == 0 else { return nil }
            readings.append(instant + offset)
        }
        self.readings = readings
    }

    /// The first turns of some years of a zone, found by looking every six hours.
    static func turns(of zone: TimeZone, from start: Int, days: Int) -> [Int] {
        func offset(_ time: Int) -> Int { zone.offset(at: time) }
        var turns: [Int] = []
        var last = offset(start)
        for time in stride(from: start + 21_600, through: start + days * 86_400, by: 21_600) {
            let next = offset(time)
            if next != last { turns.append(time) }
            last = next
        }
        return turns
    }

    static func day(of reading: Int) -> OracleExpression.Day {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let date = Date(timeIntervalSince1970: Double(reading))
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
        return OracleExpression.Day(
            year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0, weekday: (parts.weekday ?? 1) - 1,
            length: calendar.range(of: .day, in: .month, for: date)?.count ?? 0)
    }

    /// When an expression occurs in the window but for its first 24 hours, by definition: every hour that passes, or each
    /// reading once, at its first instant or at the end of the leap that leaves it out.
    func occurrences(of expression: OracleExpression) -> [Int] {
        var days: [Int: Bool] = [:]
        func fits(_ reading: Int) -> Bool {
            guard expression.minutes.contains(reading / 60 % 60), expression.hours.contains(reading / 3600 % 24) else {
                return false
            }
            let day = reading / 86_400
            if let known = days[day] { return known }
            let found = expression.fits(Self.day(of: reading))
            days[day] = found
            return found
        }
        var found: [Int] = []
        var latest = readings[0] - 60
        for (minute, reading) in readings.enumerated() {
            let instant = start + minute * 60
            var own = Set<Int>()
            if expression.hasEveryHour || reading > latest, fits(reading) {
                own.formUnion(expression.seconds.map { instant + $0 })
            }
            if !expression.hasEveryHour, stride(from: latest + 60, to: reading, by: 60).contains(where: fits) {
                own.insert(instant)
            }
            if minute >= 24 * 60 { found += own.sorted() }
            latest = max(latest, reading)
        }
        return found
    }
}
