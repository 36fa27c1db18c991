import Assembly
import Cron
import Foundation
import Jobs
import Operations
import Postgres
import Storage
import Testing

@Suite struct FiringTests {
    @Test("an occurrence is one row and one job that knows which time it is for, however often it is asked for")
    func once() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("daily", ScheduleDatabase.plan("30 2 * * *", "Europe/Paris"))
            #expect(try await fixture.fire().schedules == 0)
            #expect(try await fixture.store.untilNext() == .seconds(5400))
            try await fixture.set("2026-01-01T01:30:10Z")
            let report = try await fixture.fire()
            #expect(report.schedules == 1 && report.jobs.count == 1)
            #expect(try await fixture.fire().schedules == 0)
            #expect(try await fixture.history("daily") == ["run 2026-01-01T01:30:00Z"])
            let schedule = try await fixture.schedule("daily")
            #expect(schedule.lastJobs == report.jobs.map(\.id) && schedule.generation == 1)
            #expect(schedule.nextAt == (try Date("2026-01-02T01:30:00Z", strategy: .iso8601)))
            let told = try await fixture.owner.query("select payload ->> 'scheduled_for', status::text from jobs").rows[
                0]
            #expect(try told.decode(0, as: String.self) == "2026-01-01T01:30:00Z")
            #expect(try told.decode(1, as: String.self) == "queued")
            // The schedule is set back, as by a restored backup: the row of the occurrence stands.
            try await fixture.owner.query("update schedules set next_at = '2026-01-01T01:30:00Z', try_at = next_at")
            try await fixture.owner.query("update schedules set try_at = next_at")
            #expect(try await fixture.fire().jobs.isEmpty)
            #expect(try await fixture.jobCount == 1)
        }
    }

    @Test("four enqueuers at once fire each of 500 schedules once")
    func several() async throws {
        try await ScheduleDatabase.with { fixture in
            for number in 0..<500 { try await fixture.add("s\(number)", ScheduleDatabase.plan("0 * * * *")) }
            try await fixture.set("2026-01-01T01:00:01Z")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        while try await fixture.store.untilNext() ?? .zero <= .zero {
                            _ = try await fixture.store.fireDue(fixture.templates, minter: JobIDMinter(), page: 50)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await fixture.jobCount == 500)
            #expect(try await fixture.count("select count(*) from schedule_occurrences") == 500)
        }
    }

    @Test("an enqueuer whose connection dies in the midst of it leaves nothing behind, and the next one fires all")
    func killed() async throws {
        try await ScheduleDatabase.with { fixture in
            for number in 0..<3 { try await fixture.add("s\(number)", ScheduleDatabase.plan("0 * * * *")) }
            try await fixture.set("2026-01-01T01:00:01Z")
            let job = JobTemplate(store: fixture.jobs)
            let deadly = TemplateStub(name: "job") { firing in
                try await fixture.owner.query(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and state = 'idle in transaction'
                    """)
                return try await job.work(for: firing)
            }
            await #expect(throws: PostgresError.self) {
                _ = try await fixture.store.fireDue([deadly], minter: fixture.minter)
            }
            #expect(try await fixture.count("select count(*) from schedule_occurrences") == 0)
            #expect(try await fixture.jobCount == 0)
            #expect(try await fixture.fire().jobs.count == 3)
        }
    }

    @Test("an enqueuer that freezes while it fires loses its schedules to the others")
    func frozen() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("hourly", ScheduleDatabase.plan("0 * * * *"))
            try await fixture.set("2026-01-01T01:00:01Z")
            let impatient = ScheduleStore(
                database: fixture.database, clock: .simulated(by: ScheduleDatabase.clock), patience: .seconds(1))
            let (started, begin) = AsyncStream.makeStream(of: Void.self)
            let (thawed, thaw) = AsyncStream.makeStream(of: Void.self)
            let job = JobTemplate(store: fixture.jobs)
            let freezing = TemplateStub(name: "job") { firing in
                begin.finish()
                for await _ in thawed {}
                return try await job.work(for: firing)
            }
            let frozen = Task { try await impatient.fireDue([freezing], minter: JobIDMinter()) }
            for await _ in started {}
            #expect(try await fixture.fire().schedules == 0)
            let end = ContinuousClock.now + .seconds(20)
            var fired = 0
            while fired == 0, ContinuousClock.now < end {
                fired = try await fixture.fire().jobs.count
                try await Task.sleep(for: .milliseconds(50))
            }
            thaw.finish()
            #expect(fired == 1)
            await #expect(throws: PostgresError.self) { _ = try await frozen.value }
            #expect(try await fixture.jobCount == 1)
        }
    }

    @Test("a schedule that cannot be fired says why, comes again, and stops no other")
    func refusals() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("good", ScheduleDatabase.plan("0 * * * *"))
            try await fixture.add("unknown", ScheduleDatabase.plan("0 * * * *", kind: "no.such"))
            var broken = try ScheduleDatabase.plan("0 * * * *")
            broken.template = "broken"
            try await fixture.add("broken", broken)
            broken.template = "missing"
            try await fixture.add("missing", broken)
            try await fixture.add("also-good", ScheduleDatabase.plan("0 * * * *"))
            try await fixture.set("2026-01-01T01:00:01Z")
            let tenant = UUID()
            let templates: [any ScheduleTemplate] =
                fixture.templates + [
                    TemplateStub(name: "broken") { _ in
                        ScheduledWork(jobs: [], rows: ["insert into accounts (id) values (null)"], tenant: tenant)
                    }
                ]
            let report = try await fixture.store.fireDue(templates, minter: fixture.minter)
            #expect(report.jobs.count == 2 && report.refusals.count == 3)
            #expect(try await fixture.history("good") == ["run 2026-01-01T01:00:00Z"])
            #expect(try await fixture.history("also-good") == ["run 2026-01-01T01:00:00Z"])
            for (name, words) in [("unknown", "no.such"), ("broken", "refused"), ("missing", "missing")] {
                #expect(try await fixture.schedule(name).error?.contains(words) == true, "\(name)")
                #expect(try await fixture.history(name).isEmpty)
            }
            // Put off, and due all the same.
            #expect(try await fixture.store.fireDue(templates, minter: fixture.minter).schedules == 0)
            try await fixture.set("2026-01-01T01:01:02Z")
            #expect(try await fixture.store.lags().overdue == 3)
            #expect(try await fixture.schedule("unknown").isOverdue)
            // The worker comes that knows the kind: the occurrence is fired after all, and the error is gone.
            try await fixture.owner.query(
                "insert into job_kinds select 'no.such', queue, timeout_ms, max_attempts, 0, 0, 0 from job_kinds limit 1"
            )
            try await fixture.set("2026-01-01T01:10:00Z")
            #expect(try await fixture.fire().jobs.count == 1)
            #expect(try await fixture.schedule("unknown").error == nil)
            #expect(try await fixture.history("unknown") == ["run 2026-01-01T01:00:00Z"])
        }
    }

    @Test("what a tenant asked for and cannot be is its own matter: skipped with the reason, and nothing is late")
    func tenantsRefusal() async throws {
        try await ScheduleDatabase.with { fixture in
            let tenant = UUID()
            var plan = try ScheduleDatabase.plan("0 * * * *")
            plan.template = "refusing"
            let id = try await fixture.add("theirs", plan, for: .tenant(tenant))
            let templates: [any ScheduleTemplate] =
                fixture.templates + [
                    TemplateStub(name: "refusing") { _ in throw ScheduleRefusal("the account has no role") }
                ]
            try await fixture.set("2026-01-01T01:00:01Z")
            let report = try await fixture.store.fireDue(templates, minter: fixture.minter)
            #expect(report.refused == 1 && report.refusals.isEmpty && report.jobs.isEmpty)
            #expect(report.lastRefusal?.schedule == id)
            // Long before its next time, and long after a lateness would show.
            try await fixture.set("2026-01-01T01:30:00Z")
            #expect(try await fixture.store.fireDue(templates, minter: fixture.minter).schedules == 0)
            let schedule = try #require(try await fixture.store.schedule(.id(id), for: .tenant(tenant)))
            #expect(!schedule.isOverdue && schedule.error == "the account has no role")
            let history = try await fixture.store.occurrences(
                of: schedule, before: nil, limit: 10, for: .tenant(tenant))
            #expect(history.map(\.outcome) == [.skipped] && history.first?.reason == "refused: the account has no role")
            let registry = MetricsRegistry()
            registry.collectSchedules(from: fixture.store)
            let lines = await registry.render().split(separator: "\n")
            for line in [
                "flotilla_schedules_overdue 0", #"flotilla_schedule_lag_seconds{name="(tenants)"} 0"#,
                "flotilla_schedules_refused 1",
            ] { #expect(lines.contains { $0 == line }, "\(line) in \(lines)") }
        }
    }

    @Test("an occurrence is left out while a job of an earlier one is open, where the schedule says so")
    func overlap() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("minding", ScheduleDatabase.plan("0 * * * *", overlap: .skip))
            try await fixture.add("not", ScheduleDatabase.plan("0 * * * *"))
            for hour in 1...3 {
                try await fixture.set("2026-01-01T0\(hour):00:00Z")
                try await fixture.fire()
                if hour == 2 { try await fixture.owner.query("update jobs set status = 'succeeded'") }
            }
            #expect(
                try await fixture.history("minding") == [
                    "run 2026-01-01T01:00:00Z", "skipped overlap 2026-01-01T02:00:00Z", "run 2026-01-01T03:00:00Z",
                ])
            #expect(try await fixture.history("not").count { $0.hasPrefix("run") } == 3)
            // Several at once: the first of them is open when the others come.
            try await fixture.add("together", ScheduleDatabase.plan("0 * * * *", missed: .all, overlap: .skip))
            try await fixture.set("2026-01-01T06:30:00Z")
            try await fixture.fire()
            #expect(
                try await fixture.history("together") == [
                    "run 2026-01-01T04:00:00Z", "skipped overlap 2026-01-01T05:00:00Z",
                    "skipped overlap 2026-01-01T06:00:00Z",
                ])
        }
    }

    @Test("an occurrence whose job meets its unique key names the job that holds it")
    func uniqueKey() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("unique", ScheduleDatabase.plan("0 * * * *", uniqueKey: "k"))
            try await fixture.set("2026-01-01T01:00:00Z")
            let first = try await fixture.fire().jobs
            try await fixture.set("2026-01-01T02:00:00Z")
            #expect(try await fixture.fire().jobs.isEmpty)
            #expect(
                try await fixture.history("unique") == [
                    "run 2026-01-01T01:00:00Z", "skipped unique_key 2026-01-01T02:00:00Z",
                ])
            let records = try await fixture.store.occurrences(
                of: try await fixture.schedule("unique"), before: nil, limit: 1, for: .everybody)
            #expect(records[0].jobs == first.map(\.id))
        }
    }

    @Test("ids of jobs carry PostgreSQL's time, whatever the enqueuer's own clock says")
    func wrongClock() async throws {
        try await ScheduleDatabase.with { fixture in
            try await fixture.add("hourly", ScheduleDatabase.plan("0 * * * *"))
            try await fixture.set("2026-01-01T01:00:00Z")
            let minter = JobIDMinter(clock: { Date().addingTimeInterval(-86_400) })
            let job = try #require(try await fixture.store.fireDue(fixture.templates, minter: minter).jobs.first)
            let time = try await fixture.jobs.serverTime()
            #expect(abs(Double(job.id.milliseconds) / 1000 - time.timeIntervalSince1970) < 60)
        }
    }

    @Test("rows of a domain are written with the tenant's rights, in the same transaction as the occurrence")
    func rows() async throws {
        try await ScheduleDatabase.with { fixture in
            let tenant = UUID()
            try await fixture.owner.withConnection { connection in
                try await connection.script(
                    """
                    create table notes (tenant uuid not null, text text not null);
                    grant insert on notes to flotilla_tenant
                    """)
            }
            var plan = try ScheduleDatabase.plan("0 * * * *")
            plan.template = "note"
            try await fixture.add("noting", plan, for: .tenant(tenant))
            try await fixture.set("2026-01-01T01:00:00Z")
            let note = TemplateStub(name: "note") { firing in
                ScheduledWork(
                    jobs: [], rows: ["insert into notes select flotilla.current_tenant(), current_user"],
                    tenant: firing.tenant)
            }
            _ = try await fixture.store.fireDue([note], minter: fixture.minter)
            #expect(
                try await fixture.count(
                    "select count(*) from notes where tenant = \(tenant) and text = 'flotilla_tenant'") == 1)
            let other = try await fixture.store.schedules(after: nil, limit: 10, for: .tenant(UUID())).schedules
            let own = try await fixture.store.schedules(after: nil, limit: 10, for: .tenant(tenant)).schedules
            #expect(other.isEmpty && own.map(\.name) == ["noting"])
            let id = own[0].id
            for scope in [JobScope.tenant(UUID())] {
                #expect(try await fixture.store.schedule(.id(id), for: scope) == nil)
                #expect(try await fixture.store.setPaused(true, .id(id), for: scope) == nil)
                #expect(try await !fixture.store.remove(.id(id), for: scope))
                #expect(
                    try await fixture.store.occurrences(of: own[0], before: nil, limit: 9, for: scope).isEmpty)
            }
            #expect(
                try await fixture.store.occurrences(of: own[0], before: nil, limit: 9, for: .tenant(tenant)).count == 1)
        }
    }
}
