import Cron
import Foundation
import Jobs
import Postgres
import Storage
import Testing

@Suite struct ChangeTests {
    @Test("new times are a new generation: what was due is recorded as left out, and nothing behind is due")
    func edit() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("s", ScheduleDatabase.plan("0 * * * *", missed: .all))
            try await fixture.set("2026-01-01T03:30:00Z")
            let changed = try #require(
                try await fixture.store.update(.name("s"), for: .everybody) { old in
                    var plan = old.plan
                    plan.cron = "15 * * * *"
                    return ("renamed", plan)
                })
            #expect(changed.generation == 2 && changed.name == "renamed")
            #expect(try await fixture.fire().schedules == 0)
            #expect(
                try await fixture.history("renamed") == [
                    "skipped changed 2026-01-01T01:00:00Z 2026-01-01T03:00:00Z"
                ])
            try await fixture.set("2026-01-01T04:15:00Z")
            #expect(try await fixture.fire().jobs.count == 1)
            // What does not concern the times begins no generation, and loses nothing that is due.
            try await fixture.set("2026-01-01T05:15:30Z")
            let same = try await fixture.store.update(.name("renamed"), for: .everybody) { old in
                var plan = old.plan
                plan.missed = .skip
                return (old.name, plan)
            }
            #expect(same?.generation == 2)
            #expect(try await fixture.fire().jobs.count == 1)
        }
    }

    @Test("a schedule that is paused fires nothing and is not late; what passed meanwhile is recorded as left out")
    func pause() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("s", ScheduleDatabase.plan("0 * * * *", missed: .all))
            #expect(try await fixture.store.setPaused(true, .name("s"), for: .everybody)?.isPaused == true)
            try await fixture.set("2026-01-01T03:30:00Z")
            #expect(try await fixture.fire().schedules == 0)
            #expect(try await fixture.store.untilNext() == nil)
            #expect(try await fixture.store.lags().overdue == 0)
            #expect(try await fixture.schedule("s").lag == .zero)
            #expect(try await fixture.store.setPaused(false, .name("s"), for: .everybody)?.isPaused == false)
            #expect(try await fixture.fire().schedules == 0)
            #expect(
                try await fixture.history("s") == ["skipped paused 2026-01-01T01:00:00Z 2026-01-01T03:00:00Z"])
            try await fixture.set("2026-01-01T04:00:00Z")
            #expect(try await fixture.fire().jobs.count == 1)
        }
    }

    @Test("a clock that is set back fires nothing twice, also when the schedule is changed meanwhile")
    func clockBack() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("s", ScheduleDatabase.plan("0 * * * *"))
            try await fixture.set("2026-01-01T02:00:00Z")
            try await fixture.fire()
            try await fixture.set("2026-01-01T00:30:00Z")
            #expect(try await fixture.fire().schedules == 0)
            let changed = try await fixture.store.update(.name("s"), for: .everybody) { old in
                var plan = old.plan
                plan.cron = "0,30 * * * *"
                return (old.name, plan)
            }
            #expect(changed?.nextAt == (try Date("2026-01-01T02:30:00Z", strategy: .iso8601)))
            try await fixture.set("2026-01-01T02:00:00Z")
            #expect(try await fixture.fire().schedules == 0)
            try await fixture.set("2026-01-01T02:30:00Z")
            #expect(try await fixture.fire().jobs.count == 1)
        }
    }

    @Test("names are unique among those of an owner, and a tenant has at most fifty")
    func bounds() async throws {
        try await ScheduleDatabase.with { fixture in
            let plan = try ScheduleDatabase.plan("0 * * * *")
            let id = try await fixture.add("s", plan)
            // The answer to the first try was lost: the same again changes nothing.
            try await fixture.store.create(id, named: "s", plan, for: .everybody)
            await #expect(throws: ScheduleNameTaken.self) { try await fixture.add("s", plan) }
            let tenant = UUID()
            for number in 1..<50 { try await fixture.add("s\(number)", plan, for: .tenant(tenant)) }
            try await fixture.makeInsertionsSlow()
            await withTaskGroup(of: Void.self) { group in
                for number in 50..<54 {
                    group.addTask { _ = try? await fixture.add("s\(number)", plan, for: .tenant(tenant)) }
                }
            }
            #expect(try await fixture.count("select count(*) from schedules where tenant = \(tenant)") == 50)
            await #expect(throws: TooManySchedules.self) { try await fixture.add("t", plan, for: .tenant(tenant)) }
            try await fixture.add("s", plan, for: .tenant(UUID()))
            await #expect(throws: ScheduleRefusal.self) {
                try await fixture.add("bad", ScheduleDatabase.plan("0 0 31 2 *"))
            }
        }
    }

    @Test("what a program declares is made once, keeps an operator's pause and times, and follows new words")
    func declarations() async throws {
        try await ScheduleDatabase.with { fixture in
            func declaration(_ cron: String) throws -> ScheduleDeclaration {
                try ScheduleDeclaration(name: "month", cron: cron, timeZone: "Europe/Paris", kind: "test.kind")
            }
            let first = try declaration("0 0 1 * *")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await fixture.store.declare([first]) } }
                try await group.waitForAll()
            }
            #expect(
                try await fixture.schedule("month").nextAt == (try Date("2026-01-31T23:00:00Z", strategy: .iso8601)))
            _ = try await fixture.store.setPaused(true, .name("month"), for: .everybody)
            _ = try await fixture.store.update(.name("month"), for: .everybody) { old in
                var plan = old.plan
                plan.cron = "0 6 1 * *"
                return (old.name, plan)
            }
            try await fixture.store.declare([first])
            #expect(try await fixture.schedule("month").plan.cron == "0 6 1 * *")
            try await fixture.store.declare([try declaration("0 1 1 * *")])
            let schedule = try await fixture.schedule("month")
            #expect(schedule.plan.cron == "0 1 1 * *" && schedule.isPaused && schedule.isDeclared)
        }
    }

    @Test("fired beside its times: a job more, and the calendar as it was; old rows are forgotten")
    func fireNow() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("s", ScheduleDatabase.plan("0 * * * *"))
            let schedule = try await fixture.schedule("s")
            let time = try await fixture.store.time()
            let work = try await fixture.templates[0].work(for: Firing(of: schedule, at: time, minter: fixture.minter))
            #expect(try await fixture.store.fireNow(schedule, at: time, work).isEmpty)
            #expect(try await fixture.store.fireNow(schedule, at: time, work).isEmpty)
            #expect(try await fixture.jobCount == 1)
            #expect(try await fixture.history("s") == ["fired 2026-01-01T00:00:00Z"])
            #expect(try await fixture.schedule("s").nextAt == schedule.nextAt)
            #expect(try await fixture.store.forgetOccurrences() == 0)
            try await fixture.owner.query("update schedule_occurrences set recorded_at = now() - interval '31 days'")
            #expect(try await fixture.store.forgetOccurrences() == 1)
            #expect(try await fixture.store.remove(.name("s"), for: .everybody))
            #expect(try await fixture.jobCount == 1)
        }
    }

    @Test("lag is reported for the fleet's own schedules by name, and for the tenants' as one")
    func lags() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("hourly", ScheduleDatabase.plan("0 * * * *"))
            try await fixture.add("daily", ScheduleDatabase.plan("0 12 * * *"))
            try await fixture.add("secret name", ScheduleDatabase.plan("30 * * * *"), for: .tenant(UUID()))
            try await fixture.set("2026-01-01T01:05:00Z")
            let lags = try await fixture.store.lags()
            #expect(lags.named.map(\.name) == ["hourly", "daily"])
            #expect(lags.named.map(\.lag) == [300, 0])
            #expect(lags.ofTenants == 2100 && lags.overdue == 2)
        }
    }
}
