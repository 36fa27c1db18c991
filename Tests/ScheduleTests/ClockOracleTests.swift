import Cron
import Foundation
import TestSupport
import Testing

/// The occurrences of random expressions of every class in every zone, compared with what walking the clocks minute by
/// minute gives. The walk takes the zones' offsets from `offset(at:)`, which `ZoneFileTests` holds against Python, and nothing else of what is tested.
@Suite struct ClockOracleTests {
    /// Turned at midnight, by half an hour, by two hours or a day, or the other way round than the others.
    private static let odd = [
        "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Godthab", "America/Havana", "America/Noronha",
        "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund", "Antarctica/Troll", "Asia/Amman",
        "Asia/Beirut", "Asia/Gaza", "Asia/Pyongyang", "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Dublin",
        "Pacific/Apia", "Pacific/Fakaofo", "Pacific/Kwajalein",
    ]

    @Test("random expressions of every class occur in every zone when a walk over its turns says so")
    func everyZone() throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        let names = Set(TimeZone.knownTimeZoneIdentifiers).union(Self.names()).sorted()
        var (windows, compared, occurrences) = (0, 0, 0)
        for name in names {
            let zone = try #require(TimeZone.named(name), "\(name)")
            let isOdd = Self.odd.contains(name)
            let wanted = isOdd ? Settings.size(4, full: 200) : Settings.size(1, full: 20)
            for middle in Self.middles(of: zone, wanted, &generator) {
                guard let window = ZoneWindow(around: middle, in: zone) else { continue }
                windows += 1
                for _ in 0..<Settings.size(isOdd ? 4 : 1, full: 8) {
                    let minute = Int.random(in: 24 * 60..<window.readings.count, using: &generator)
                    let target = window.readings[minute]
                    let expression = OracleExpression(
                        near: ZoneWindow.day(of: target), hour: target / 3600 % 24, minute: target / 60 % 60,
                        using: &generator)
                    guard let ours = try? CronExpression(expression.text) else {
                        // A day that never comes, such as L-29 in February.
                        continue
                    }
                    occurrences += Self.compare(ours, expression, window, "\(name), seed \(seed)", &generator)
                    compared += 1
                }
            }
        }
        print(
            "figure: \(compared) expressions over \(windows) turns of \(names.count) zones, \(occurrences) occurrences, "
                + "equal to a walk minute by minute")
        #expect(compared > names.count / 2)
        #expect(occurrences > compared)
    }

    private static func compare(
        _ ours: CronExpression, _ expression: OracleExpression, _ window: ZoneWindow, _ comment: String,
        _ generator: inout SeededGenerator
    ) -> Int {
        let expected = window.occurrences(of: expression)
        let first = window.start + 24 * 3600
        let seen = occurrences(of: ours, from: first, before: window.end, in: window.zone, atMost: 120)
        let comment = Comment(rawValue: "\(expression.text) in \(comment), from \(first) to \(window.end)")
        #expect(seen == Array(expected.prefix(120)), comment)
        // From any instant within, and from long before: nothing depends on where the search begins.
        for _ in 0..<3 {
            let start = Int.random(in: first..<window.end, using: &generator)
            let next = occurrences(of: ours, from: start, before: window.end, in: window.zone, atMost: 3)
            #expect(next == Array(expected.lazy.filter { $0 >= start }.prefix(3)), comment)
        }
        let start = first - Int.random(in: 1...400 * 86_400, using: &generator)
        let found = ours.next(after: Date(timeIntervalSince1970: Double(start)), in: window.zone)
        guard let next = found.map({ Int($0.timeIntervalSince1970) }), next < first else {
            #expect(expected.first.map { $0 == found.map { Int($0.timeIntervalSince1970) } } ?? true, comment)
            return expected.count
        }
        #expect(next > start, comment)
        return expected.count
    }

    private static func occurrences(
        of ours: CronExpression, from start: Int, before end: Int, in zone: TimeZone, atMost limit: Int
    ) -> [Int] {
        var found: [Int] = []
        var date = Date(timeIntervalSince1970: Double(start - 1))
        while found.count < limit, let next = ours.next(after: date, in: zone), next.timeIntervalSince1970 < Double(end)
        {
            found.append(Int(next.timeIntervalSince1970))
            date = next
        }
        return found
    }

    /// Instants near turns of random years from 1972 to 2060; where there are none, any.
    private static func middles(of zone: TimeZone, _ count: Int, _ generator: inout SeededGenerator) -> [Int] {
        var middles: [Int] = []
        for _ in 0..<6 where middles.count < count {
            let start = Int.random(in: 2...90, using: &generator) * 31_556_952
            middles += ZoneWindow.turns(of: zone, from: start, days: Settings.size(2, full: 10) * 366)
        }
        middles.shuffle(using: &generator)
        return middles.isEmpty ? [Int.random(in: 2...90, using: &generator) * 31_556_952] : Array(middles.prefix(count))
    }

    /// Every name of the machine's tzdata, links included; none where the machine has none.
    static func names() -> [String] {
        let text = (try? String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            switch words.first {
            case "Z" where words.count > 1: return String(words[1])
            case "L" where words.count > 2: return String(words[2])
            default: return nil
            }
        }
    }

    @Test("every hour of a day of the year is met from any season, also where the repeated hour touches midnight")
    func midnight() throws {
        let zone = try #require(TimeZone.named("Atlantic/Azores"))
        let expression = try CronExpression("*/30 * ? 10 SUNL")
        for start in ["2026-12-01T00:00:00Z", "2027-07-01T00:00:00Z", "2027-10-30T23:59:59Z"] {
            let found = expression.next(5, after: try Date(start, strategy: .iso8601), in: zone)
            let expected = try ["00:00", "00:30", "01:00", "01:30", "02:00"].map {
                try Date("2027-10-31T\($0):00Z", strategy: .iso8601)
            }
            #expect(found == expected, "from \(start)")
        }
    }
}
