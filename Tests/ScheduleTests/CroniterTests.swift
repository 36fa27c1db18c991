import Cron
import Foundation
import PythonHelpers
import TestSupport
import Testing

/// The same occurrences as another program finds that many rely on.
@Suite struct CroniterTests {
    private struct Case: Encodable {
        let cron: String
        let zone: String
        let from: Int
        let count: Int
        let ours: String

        private enum CodingKeys: String, CodingKey { case cron, zone, from, count }
    }

    private static let zones = [
        "UTC", "Europe/Paris", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/St_Johns",
        "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati",
        "Africa/Cairo", "America/Los_Angeles", "Atlantic/Azores",
    ]

    @Test("random expressions occur when croniter says, away from the days on which clocks are turned")
    func random() async throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        let cases = (0..<Settings.size(3000, full: 30_000)).map { _ in
            let expression = RandomExpression(using: &generator)
            return Case(
                cron: expression.theirs, zone: Self.zones.randomElement(using: &generator) ?? "UTC",
                from: Int.random(in: 1_600_000_000...2_000_000_000, using: &generator), count: 4,
                ours: expression.ours)
        }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/croniter_answers.py")
        let croniter = try PythonHelper(script: script.path, python: Settings.python)
        let _: String = try await croniter.answer()
        var compared = 0
        for start in stride(from: 0, to: cases.count, by: 250) {
            let page = Array(cases[start..<min(start + 250, cases.count)])
            let answers: [[Int]?] = try await croniter.ask(page)
            for (one, answer) in zip(page, answers) {
                guard let theirs = answer, Self.isCalm(one.zone, from: one.from, theirs) else { continue }
                let zone = try #require(TimeZone.named(one.zone))
                let expression = try CronExpression(one.ours)
                let ours = expression.next(one.count, after: Date(timeIntervalSince1970: Double(one.from)), in: zone)
                #expect(
                    ours.map { Int($0.timeIntervalSince1970) } == theirs,
                    "\(one.ours) in \(one.zone) from \(one.from), seed \(seed)")
                compared += 1
            }
        }
        print("figure: \(compared) of \(cases.count) random expressions compared with croniter")
        #expect(compared > cases.count / 2)
        croniter.stop()
    }

    /// Whether no clock is turned within a day of what was found, and the years are such as zones have rules for.
    private static func isCalm(_ name: String, from start: Int, _ found: [Int]) -> Bool {
        guard let zone = TimeZone.named(name) else { return false }
        return ([start] + found).allSatisfy { time in
            let offsets = stride(from: time - 86_400, through: time + 86_400, by: 3600).map {
                zone.offset(at: $0)
            }
            return time < 2_100_000_000 && Set(offsets).count == 1
        }
    }
}
