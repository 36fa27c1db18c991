import Cron
import Foundation
import Jobs
import Storage
import TestSupport
import Testing

@Suite struct MissedTests {
    /// Hourly from midnight; no enqueuer ran from after 01:00 until now.
    private func afterOutage(
        until now: String, _ missed: MissedPolicy, limit: Int = 100, _ cron: String = "0 * * * *"
    ) async throws -> [String] {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("s", ScheduleDatabase.plan(cron, missed: missed, limit: limit))
            try await fixture.set("2026-01-01T01:00:00Z")
            try await fixture.fire()
            try await fixture.set(now)
            try await fixture.fire()
            #expect(try await fixture.fire().schedules == 0)
            let history = try await fixture.history("s")
            #expect(try await fixture.jobCount == history.count { $0.hasPrefix("run") })
            return history.dropFirst().map { $0.replacing("2026-01-01T", with: "").replacing(":00Z", with: "") }
        }
    }

    @Test("skip: what was missed is left out; what is a minute late at most is not missed")
    func skip() async throws {
        #expect(try await afterOutage(until: "2026-01-01T05:30:00Z", .skip) == ["skipped missed 02:00 05:00"])
        #expect(
            try await afterOutage(until: "2026-01-01T05:00:59Z", .skip) == ["skipped missed 02:00 04:00", "run 05:00"])
        #expect(try await afterOutage(until: "2026-01-01T02:01:00Z", .skip) == ["run 02:00"])
        #expect(try await afterOutage(until: "2026-01-01T02:01:01Z", .skip) == ["skipped missed 02:00 02:00"])
    }

    @Test("once: the latest stands for all")
    func once() async throws {
        #expect(
            try await afterOutage(until: "2026-01-01T05:30:00Z", .once) == ["skipped missed 02:00 04:00", "run 05:00"])
        #expect(
            try await afterOutage(until: "2026-01-01T05:00:30Z", .once) == ["skipped missed 02:00 04:00", "run 05:00"])
        #expect(try await afterOutage(until: "2026-01-01T02:30:00Z", .once) == ["run 02:00"])
    }

    @Test("all: each, the oldest first, up to the bound: the latest so many")
    func all() async throws {
        #expect(
            try await afterOutage(until: "2026-01-01T04:30:00Z", .all) == ["run 02:00", "run 03:00", "run 04:00"])
        #expect(
            try await afterOutage(until: "2026-01-01T06:30:00Z", .all, limit: 2) == [
                "skipped missed 02:00 04:00", "run 05:00", "run 06:00",
            ])
    }

    @Test("a row that allows more than the bound, or less than none, is read as the bound and as one")
    func bounds() async throws {
        let expression = try CronExpression("* * * * * *")
        let due = try Date("2025-01-01T00:00:00Z", strategy: .iso8601)
        let now = try Date("2025-01-02T00:00:00Z", strategy: .iso8601)
        func runs(_ limit: Int) -> Int {
            FiringPlan(of: expression, in: .gmt, due: due, now: now, missed: .all, limit: limit).runs.count
        }
        #expect(runs(Int(Int32.max)) == FiringPlan.largestLimit + 61 && runs(-5) == 62)
    }

    @Test("an outage of a year of a schedule of seconds costs no more than one of a day")
    func longOutage() async throws {
        let expression = try CronExpression("* * * * * *")
        let due = try Date("2025-01-01T00:00:00Z", strategy: .iso8601)
        let now = try Date("2026-01-01T00:00:00Z", strategy: .iso8601)
        for missed in MissedPolicy.allCases {
            let time = ContinuousClock().measure {
                let plan = FiringPlan(of: expression, in: .gmt, due: due, now: now, missed: missed, limit: 100)
                // The minute up to now is not missed: 61 seconds with both ends.
                #expect(plan.runs.count == (missed == .all ? 161 : 61))
                #expect(plan.skipped?.first == due)
                let end = plan.runs[0].addingTimeInterval(-1)
                #expect(plan.skipped?.last == end && plan.next == now.addingTimeInterval(1))
            }
            #expect(time < .seconds(5))
        }
    }

    @Test("random outages: every occurrence is fired or left out, exactly once, whatever the policy")
    func random() throws {
        let seed = Settings.seed
        var generator = SeededGenerator(seed)
        let crons = ["*/7 * * * *", "0 */3 * * *", "15 4 * * MON-FRI", "*/5 9-17 * * *", "30 2 * * *", "0 0 1 * *"]
        for _ in 0..<Settings.size(120, full: 1000) {
            let expression = try CronExpression(crons.randomElement(using: &generator) ?? "")
            let zone = try #require(TimeZone.named(Bool.random(using: &generator) ? "Europe/Paris" : "UTC"))
            let start = Date(timeIntervalSince1970: Double.random(in: 1.77e9...1.8e9, using: &generator).rounded())
            let due = try #require(expression.next(after: start, in: zone))
            let now = due.addingTimeInterval(Double.random(in: 0...(12 * 86_400), using: &generator))
            let plan = FiringPlan(
                of: expression, in: zone, due: due, now: now,
                missed: MissedPolicy.allCases.randomElement(using: &generator) ?? .all,
                limit: Int.random(in: 1...1000, using: &generator))
            var expected: [Date] = []
            var date: Date? = due
            while let found = date, found <= now {
                expected.append(found)
                date = expression.next(after: found, in: zone)
            }
            let skipped = expected.filter { date in plan.skipped.map { (date >= $0.first && date <= $0.last) } ?? false
            }
            #expect(skipped + plan.runs == expected, "seed \(seed)")
            #expect(plan.skipped.map { expected.contains($0.first) && expected.contains($0.last) } ?? true)
            #expect(plan.next == date)
        }
    }
}
