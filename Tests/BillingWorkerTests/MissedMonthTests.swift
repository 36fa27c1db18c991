import FleetTestSupport
import Foundation
import Testing
import TestSupport

/// Its runs bill every school that there is.
@Suite("A fleet that bills by schedule", FleetScope<BillingEnvironment>(), .logs(of: BillingEnvironment.self))
struct MissedMonthTests {
    let place: BillingEnvironment

    init() throws { place = try BillingEnvironment.current }

    @Test("months that began while every machine was down are billed when one is back, each once")
    func missed() async throws {
        try await place.plan("basic", cents: 10_000)
        var schools: [Tenant] = []
        for _ in 0..<3 { schools.append(try await place.school(from: "2026-09-10")) }
        let isDeclared = try await eventually(within: .seconds(20)) {
            try await place.fleet.count("select count(*) from flotilla.schedules where name = 'billing-month'") == 1
        }
        #expect(isDeclared)
        await place.kill("enqueuer")
        await place.kill("BillingWorker")
        // As it was on the last of September; the first of October and of November passed since.
        _ = try await place.fleet.database.query(
            """
            update flotilla.schedules set next_at = '2026-10-01 00:00+00', try_at = '2026-10-01 00:00+00'
            where name = 'billing-month'
            """)
        try await place.restart("BillingWorker")
        try await place.restart("enqueuer")
        let areBilled = try await eventually(within: .seconds(60)) {
            try await place.fleet.count("select count(*) from flotilla.billing_runs where finished_at is not null") == 2
        }
        #expect(areBilled)
        for school in schools {
            let invoices = try await school.caller.get("/invoices")
            let periods = invoices["items"].array.compactMap { $0["period"].string }.sorted()
            #expect(periods == ["2026-09", "2026-10"], "\(invoices)")
        }
        // 21 of 30 days of 100.00, and all of October; 20 % on both.
        let runs = try await place.admin.get("/billing/runs")
        #expect(runs["items"].array.compactMap { $0["total_cents"].int }.sorted() == [25_200, 36_000], "\(runs)")
    }
}
