import Foundation
import PythonHelpers
import TestSupport
import Testing

@testable import Cron

@Suite("Zone files") struct ZoneFileTests {
    private struct Case: Codable {
        let zone: String
        let instants: [Int]
    }

    @Test("offsets of every zone of the system are what Python reads from the same files, from 1900 to 2500")
    func everyZone() async throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        var cases: [Case] = []
        for name in ClockOracleTests.names() {
            var instants = (0..<Settings.size(20, full: 500)).map { _ in
                Int.random(in: -2_208_988_800...16_725_225_600, using: &generator)
            }
            // Turns of some year to come, to the second.
            let zone = try #require(TimeZone.named(name), "\(name)")
            let start = Int.random(in: 1_780_000_000...4_000_000_000, using: &generator)
            for time in ZoneWindow.turns(of: zone, from: start, days: 366) {
                let turn = ZoneClock(zone: zone).turn(between: time - 21_600, and: time)
                instants += [turn - 1, turn]
            }
            cases.append(Case(zone: name, instants: instants))
        }
        try #require(cases.count > 300)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/offsets.py")
        let python = try PythonHelper(script: script.path, python: Settings.python)
        defer { python.stop() }
        let _: String = try await python.answer()
        let answers: [[Int]] = try await python.ask(cases)
        try #require(answers.count == cases.count)
        for (one, answer) in zip(cases, answers) {
            let zone = try #require(TimeZone.named(one.zone))
            #expect(one.instants.map(zone.offset(at:)) == answer, "\(one), seed \(seed)")
        }
    }

    @Test(
        "rules of all years: a summer over New Year, one that is the winter, days by their number, whole years",
        arguments: [
            ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2050-01-01T00:00:00Z", 46_800),
            ("NZST-12NZDT,M9.5.0,M4.1.0/3", "2050-07-01T00:00:00Z", 43_200),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-01-01T00:00:00Z", 0),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-07-01T00:00:00Z", 3600),
            ("<-03>3<-02>,J60/0,J61/0", "2028-03-01T02:59:59Z", -10_800),
            ("<-03>3<-02>,J60/0,J61/0", "2028-03-01T03:00:00Z", -7200),
            ("<-03>3<-02>,59/0,60/0", "2028-02-29T03:00:00Z", -7200),
            ("<-03>3<-02>,59/0,60/0", "2028-03-01T02:00:00Z", -10_800),
            ("EST5EDT,0/0,J365/25", "2050-01-01T03:00:00Z", -14_400),
            ("EST5EDT,0/0,J365/25", "2050-12-31T23:00:00Z", -14_400), ("<+0545>-5:45", "2050-01-01T00:00:00Z", 20_700),
        ])
    func yearly(_ rule: String, _ moment: String, _ offset: Int) throws {
        let instant = try Int(Date(moment, strategy: .iso8601).timeIntervalSince1970)
        #expect(try #require(YearlyRule(rule)).offset(at: instant) == offset)
    }

    @Test("what is no rule is none, and a file cut off anywhere is no file", arguments: ["Europe/Paris", "UTC"])
    func broken(_ name: String) throws {
        for text in [
            "", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/3x",
        ] {
            #expect(YearlyRule(text) == nil, "\(text)")
        }
        let file = try Array(Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)")))
        #expect(ZoneRules(file: file) != nil)
        for end in file.indices {
            #expect(ZoneRules(file: Array(file[..<end])) == nil, "\(end) of \(file.count) bytes")
        }
    }
}
