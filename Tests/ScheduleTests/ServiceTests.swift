import Assembly
import Fleet
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Storage
import Testing

/// The enqueuer's service, by PostgreSQL's own clock.
@Suite struct ServiceTests {
    @Test("what is due is fired within a second of its time, also what is added later, and through a restart")
    func service() async throws {
        let server = try await PostgresServer()
        _ = try await Migrations.apply(to: server.url())
        try await ScheduleDatabase.with(migrated: server.url(), at: "2026-01-01T00:00:00Z") { fixture in
            let store = ScheduleStore(database: fixture.database)
            let service = PeriodicService.schedules(
                store, fixture.templates, offer: { _ in },
                logger: Logger.standardError(label: "test", level: .error, format: .text))
            let running = Task { try await service.run() }
            // Nothing was there when it began.
            try await Task.sleep(for: .milliseconds(50))
            try await store.create(
                UUID(), named: "secondly", ScheduleDatabase.plan("* * * * * *", missed: .all), for: .everybody)
            try await fixture.wait(for: 4)
            let worst = try await fixture.owner.query(
                "select max(extract(epoch from recorded_at - occurrence))::float8 from schedule_occurrences"
            ).rows[0].decode(0, as: Double.self)
            print("figure: fired at most \(Duration.seconds(worst)) after their second")
            #expect(worst < 3)
            try await server.stop()
            try await server.start()
            try await fixture.wait(for: 10)
            await service.stop(by: .now)
            try await running.value
            // None was missed, the seconds of the restart included, and none doubled.
            let gaps = try await fixture.count(
                """
                select count(*) from (
                    select occurrence - lag(occurrence) over (order by occurrence) as gap
                    from schedule_occurrences) gaps where gap <> interval '1 second'
                """)
            #expect(gaps == 0)
            #expect(try await fixture.jobCount == fixture.count("select count(*) from schedule_occurrences"))
        }
        try await server.stop()
    }
}

extension ScheduleDatabase {
    fileprivate func wait(for occurrences: Int) async throws {
        let end = ContinuousClock.now + .seconds(40)
        while true {
            let found = try? await count("select count(*) from schedule_occurrences")
            if let found, found >= occurrences { return }
            try #require(ContinuousClock.now < end)
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
