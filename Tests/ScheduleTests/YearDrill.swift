import Cron
import Foundation
import Jobs
import Postgres
import Storage
import TestSupport
import Testing

/// A simulated year. The clock is a row of the database that statements and programs read alike; the enqueuers are
/// processes, and what kills them, their connections and their transactions is real.
@Suite(.serialized) struct YearDrill {
    private struct Subject {
        let id: UUID
        let plan: SchedulePlan
    }

    private static let start = "2026-01-01T00:00:00Z"
    private static let zones = [
        "Europe/Paris", "America/New_York", "UTC", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
    ]

    @Test("schedules over a simulated year, enqueuers killed at random: no occurrence is missed, none is doubled")
    func year() async throws {
        let seed = Settings.seed
        let (number, days) = Settings.size((120, 60), full: (1000, 365))
        print("seed \(seed)")
        try await ScheduleDatabase.with(at: Self.start) { fixture in
            var generator = SeededGenerator(seed)
            let began = ContinuousClock.now
            var subjects: [Subject] = []
            for index in 0..<number {
                let plan = try Self.plan(&generator)
                subjects.append(Subject(id: try await fixture.add("s\(index)", plan), plan: plan))
            }
            let enqueuers = try await Enqueuers(3, database: fixture.url)
            let faults: [String: Int]
            let end = try Date(Self.start, strategy: .iso8601).addingTimeInterval(Double(days) * 86_400)
            do {
                faults = try await Self.live(until: end, fixture, enqueuers, &generator)
            } catch {
                await enqueuers.end()
                throw error
            }
            await enqueuers.end()
            let told = faults.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            let runs = try await Self.check(subjects, until: end, fixture, seed)
            print(
                "figure: \(number) schedules over \(days) simulated days, 3 enqueuers, \(told): \(runs) occurrences "
                    + "fired once each, in \(ContinuousClock.now - began)")
            #expect(runs > number)
        }
    }

    private static func plan(_ generator: inout SeededGenerator) throws -> SchedulePlan {
        let minute = Int.random(in: 0...59, using: &generator)
        let hour = Int.random(in: 0...23, using: &generator)
        let cron =
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: "\(minute) */6 * * *"
            case 1: "\(minute) \(hour) * * MON-FRI"
            case 2: "\(minute) \(hour) L * *"
            case 3: "\(minute) \(hour) 15W * *"
            case 4: "\(minute) \(hour) * * SAT#2,SUN"
            // The hours in which clocks are turned.
            case 5: "\(minute) \(Int.random(in: 1...3, using: &generator)) * * *"
            default: "\(minute) \(hour) * * *"
            }
        let policies: [MissedPolicy] = [.all, .all, .all, .all, .once, .skip]
        return try ScheduleDatabase.plan(
            cron, zones.randomElement(using: &generator) ?? "UTC",
            missed: policies.randomElement(using: &generator) ?? .all, limit: 1000)
    }

    /// Lets time pass and things break.
    /// - Returns: how often what broke.
    private static func live(
        until end: Date, _ fixture: ScheduleDatabase, _ enqueuers: Enqueuers, _ generator: inout SeededGenerator
    ) async throws -> [String: Int] {
        var faults: [String: Int] = [:]
        var time = try Date(start, strategy: .iso8601)
        while time < end {
            // Sometimes by the minute, so that occurrences are fired in time; mostly by hours.
            let step =
                Int.random(in: 0..<8, using: &generator) == 0
                ? 30.0 : Double.random(in: 600...28_800, using: &generator)
            time = min(end, time.addingTimeInterval(step.rounded()))
            try await fixture.set(time)
            let victim = Int.random(in: 0..<3, using: &generator)
            let pause = Int.random(in: 0...6, using: &generator)
            try await Task.sleep(for: .milliseconds(pause))
            switch Int.random(in: 0..<24, using: &generator) {
            case 0:
                faults["processes killed", default: 0] += 1
                try await enqueuers.kill(victim)
            case 1:
                faults["sessions ended", default: 0] += 1
                try await fixture.owner.query(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and application_name = 'flotilla-probe'
                        and state <> 'idle' limit 2
                    """)
            case 2:
                faults["connections cut", default: 0] += 1
                try await enqueuers.set(.cut, for: victim)
                try await enqueuers.set(.pass, for: victim)
            case 3:
                faults["answers lost", default: 0] += 1
                try await enqueuers.set(.loseReply, for: victim)
                try await Task.sleep(for: .milliseconds(3))
                try await enqueuers.set(.pass, for: victim)
            case 4:
                // Now and then it is waited for, so that not everything comes late.
                try await settle(fixture)
            default: break
            }
        }
        try await settle(fixture)
        return faults
    }

    private static func settle(_ fixture: ScheduleDatabase) async throws {
        let limit = ContinuousClock.now + .seconds(60)
        while try await fixture.store.untilNext() ?? .zero <= .zero {
            try #require(ContinuousClock.now < limit, "what is due is not fired")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Compares with what the calendar says, occurrence by occurrence.
    /// - Returns: how many were fired.
    private static func check(
        _ subjects: [Subject], until end: Date, _ fixture: ScheduleDatabase, _ seed: UInt64
    ) async throws -> Int {
        let start = try Date(Self.start, strategy: .iso8601)
        let rows = try await fixture.owner.query(
            """
            select schedule, occurrence, through, outcome, jobs, (
                select count(*) from jobs
                where id = any(entry.jobs) and (payload ->> 'scheduled_for')::timestamptz = occurrence) as found
            from schedule_occurrences entry order by schedule, occurrence
            """
        ).rows
        var entries: [UUID: [(occurrence: Date, through: Date?, isRun: Bool)]] = [:]
        var jobs: Set<UUID> = []
        var runs = 0
        for row in rows {
            let isRun = try row.decode("outcome", as: String.self) == "run"
            entries[try row.decode("schedule", as: UUID.self), default: []].append(
                (try row.decode("occurrence", as: Date.self), try row.decode("through", as: Date?.self), isRun))
            guard isRun else { continue }
            runs += 1
            #expect(try row.decode("found", as: Int64.self) == 1, "seed \(seed)")
            for job in try row.decode("jobs", as: [UUID].self) { #expect(jobs.insert(job).inserted, "seed \(seed)") }
        }
        #expect(jobs.count == runs)
        #expect(try await fixture.jobCount == runs)
        for subject in subjects {
            let timing = try subject.plan.timing()
            var expected: [Date] = []
            while let next = timing.next(after: expected.last ?? start), next <= end { expected.append(next) }
            let own = entries[subject.id] ?? []
            var covered: [Date] = []
            for entry in own {
                if entry.isRun {
                    covered.append(entry.occurrence)
                } else {
                    #expect(subject.plan.missed != .all, "seed \(seed)")
                    let last = entry.through ?? entry.occurrence
                    covered += expected.filter { $0 >= entry.occurrence && $0 <= last }
                }
            }
            #expect(covered == expected, "\(subject.plan.cron) in \(subject.plan.timeZone), seed \(seed)")
        }
        return runs
    }
}
