import Cron
import Foundation
import PythonHelpers
import TestSupport
import Testing

@testable import Notifications

@Suite("Quiet hours")
struct QuietHoursTests {
    private static func hours(_ from: String, _ to: String) throws -> QuietHours {
        QuietHours(from: try #require(ClockTime(from)), to: try #require(ClockTime(to)))
    }

    @Test(
        "they end at their last minute, over midnight, where clocks are turned, and are none where both times are equal",
        arguments: [
            ("22:00", "07:00", "2026-11-30T20:59:59Z", nil),
            ("22:00", "07:00", "2026-11-30T21:00:00Z", "2026-12-01T06:00:00Z"),
            ("22:00", "07:00", "2026-12-01T05:59:59Z", "2026-12-01T06:00:00Z"),
            ("22:00", "07:00", "2026-12-01T06:00:00Z", nil),
            ("12:00", "13:30", "2026-12-01T11:30:30Z", "2026-12-01T12:30:00Z"),
            ("12:00", "13:30", "2026-12-01T10:59:59Z", nil),
            ("08:00", "08:00", "2026-12-01T07:00:00Z", nil), ("00:00", "00:00", "2026-12-01T23:00:00Z", nil),
            ("00:00", "23:59", "2026-11-30T23:00:00Z", "2026-12-01T22:59:00Z"),
            // A night that is an hour shorter, and one that is an hour longer.
            ("22:00", "07:00", "2026-03-28T21:00:00Z", "2026-03-29T05:00:00Z"),
            ("22:00", "07:00", "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z"),
            // The end is leapt over: the end of the leap.
            ("22:00", "02:30", "2026-03-28T21:00:00Z", "2026-03-29T01:00:00Z"),
            // The end comes twice: between the two, what the clock shows is what counts.
            ("22:00", "02:30", "2026-10-24T20:00:00Z", "2026-10-25T00:30:00Z"),
            ("22:00", "02:30", "2026-10-25T00:45:00Z", nil),
            ("22:00", "02:30", "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z"),
            // Hours within what comes twice, and what is leapt over.
            ("02:00", "03:00", "2026-10-25T00:10:00Z", "2026-10-25T02:00:00Z"),
            ("02:00", "03:00", "2026-03-29T00:59:00Z", nil), ("02:00", "03:00", "2026-03-29T01:00:00Z", nil),
        ] as [(String, String, String, String?)])
    func ends(_ from: String, _ to: String, _ now: String, _ end: String?) throws {
        let paris = try #require(TimeZone.named("Europe/Paris"))
        let found = try Self.hours(from, to).end(after: Date(now, strategy: .iso8601), in: paris)
        #expect(try found == end.map { try Date($0, strategy: .iso8601) })
    }

    private struct Case: Codable {
        let zone: String
        let from: String
        let to: String
        let now: Int
    }

    @Test("they end when Python's clocks say so, on the days on which clocks are turned, in many zones")
    func oracle() async throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        let zones = [
            "Europe/Paris", "Europe/London", "America/New_York", "America/St_Johns", "America/Sao_Paulo",
            "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Auckland", "Asia/Kathmandu", "Antarctica/Troll",
            "Atlantic/Azores", "America/Havana", "Asia/Beirut", "UTC",
        ]
        var cases: [Case] = []
        for name in zones {
            let zone = try #require(TimeZone.named(name))
            let turns = Self.turns(of: zone) + [1_780_000_000]
            for _ in 0..<Settings.size(40, full: 1000) {
                let turn = turns.randomElement(using: &generator) ?? 0
                // Times near the turn are the interesting ones.
                func time(_ near: Int) -> String {
                    let minute = ((near + Int.random(in: -150...150, using: &generator)) % 1440 + 1440) % 1440
                    return (minute < 600 ? "0" : "") + "\(minute / 60):" + (minute % 60 < 10 ? "0" : "")
                        + "\(minute % 60)"
                }
                let reading = ((turn + zone.offset(at: turn)) / 60) % 1440
                cases.append(
                    Case(
                        zone: name, from: time(reading + (Bool.random(using: &generator) ? 0 : 720)), to: time(reading),
                        now: turn + Int.random(in: -90_000...90_000, using: &generator)))
            }
        }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/quiet_hours.py")
        let python = try PythonHelper(script: script.path, python: Settings.python)
        defer { python.stop() }
        let _: String = try await python.answer()
        let answers: [Int?] = try await python.ask(cases)
        try #require(answers.count == cases.count)
        var postponed = 0
        for (one, answer) in zip(cases, answers) {
            let zone = try #require(TimeZone.named(one.zone))
            let end = try Self.hours(one.from, one.to).end(
                after: Date(timeIntervalSince1970: Double(one.now)), in: zone)
            #expect((end.map { Int($0.timeIntervalSince1970) } ?? one.now) == answer, "\(one), seed \(seed)")
            postponed += end == nil ? 0 : 1
        }
        print(
            "figure: \(cases.count) instants near turns of \(zones.count) zones, \(postponed) in quiet hours, as Python's clocks say"
        )
        #expect(postponed > cases.count / 10)
    }

    /// Hours of 2025 and 2026 before which a zone's offset was another one.
    private static func turns(of zone: TimeZone) -> [Int] {
        func offset(_ time: Int) -> Int { zone.offset(at: time) }
        return stride(from: 1_735_689_600, to: 1_798_761_600, by: 1800).filter { offset($0) != offset($0 - 1800) }
    }

    @Test("a time of the day is two digits, a colon, two digits")
    func times() {
        for text in ["00:00", "07:05", "23:59"] { #expect(ClockTime(text)?.text == text) }
        for text in ["24:00", "7:00", "07:60", "07:00:00", "", "ab:cd", "07-00", "٠٧:٠٠", " 07:0", "+7:00"] {
            #expect(ClockTime(text) == nil, "\(text)")
        }
    }
}
