import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

/// A month of many schools, while the worker is killed again and again.
@Suite("A month under fire", FleetScope<BillingEnvironment>(), .logs(of: BillingEnvironment.self))
struct MonthDrillTests {
    private static let schools = Settings.size(200, full: 10_000)

    let place: BillingEnvironment

    init() throws { place = try BillingEnvironment.current }

    @Test(
        "every school is invoiced once, numbers have no gap, and sums are those of lines, however often the worker dies"
    )
    func killed() async throws {
        print("FLOTILLA_TEST_SEED=\(Settings.seed)")
        var random = SeededGenerator(Settings.seed)
        try await place.plan("basic", cents: 10_000)
        let fleet = place.fleet
        try await fleet.database.query(
            """
            insert into flotilla.accounts (id, company_name, external_id)
            select gen_random_uuid(), 'School ' || number, gen_random_uuid()::text
            from generate_series(1, \(Int64(Self.schools))) number
            """)
        try await fleet.database.query(
            """
            insert into flotilla.subscription_changes (id, tenant, plan, version, modules, users, starts_on)
            select gen_random_uuid(), id, 'basic', 1, '{}', row_number() over (order by id) % 40, '2026-01-01'
            from flotilla.accounts where company_name like 'School %'
            """)
        let accepted = try await place.admin.post("/billing/runs", ["period": "2026-10"])
        let path = try #require(accepted["status_url"].string)
        var kills = 0
        // Each time when some more invoices were written: kills fall on all steps of the work.
        var next = 0
        while kills < 12 {
            let goal = next
            let isWritten = try await eventually(within: .seconds(60)) {
                try await fleet.count("select count(*) from flotilla.invoices") >= goal
            }
            let written = try await fleet.count("select count(*) from flotilla.invoices")
            guard isWritten, written < Self.schools else { break }
            // Anywhere: in the fan-out of the month, in the work of a batch, in its commit.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...(kills == 0 ? 200 : 40), using: &random)))
            let victim = ["BillingWorker", "BillingWorker", "enqueuer"].randomElement(using: &random) ?? "enqueuer"
            await place.kill(victim)
            try await place.restart(victim)
            kills += 1
            next = written + Self.schools / 20
        }
        let run = try await place.finished(path)
        #expect(run["status"] == "succeeded" && run["invoiced"] == .number(Double(Self.schools)), "\(run)")
        print("\(Self.schools) schools, \(kills) kills")
        #expect(kills > 3)
        let sums = try #require(
            try await fleet.database.query(
                """
                select count(*) as invoices, count(distinct tenant) as schools, min(sequence) as first, max(sequence) as last,
                    sum(net_cents)::bigint as net, sum(total_cents)::bigint as total,
                    (select sum(net_cents)::bigint from flotilla.invoice_lines) as lines
                from flotilla.invoices
                """
            ).rows.first)
        let count = Int64(Self.schools)
        #expect(try sums.decode("invoices", as: Int64.self) == count)
        #expect(try sums.decode("schools", as: Int64.self) == count)
        #expect(try sums.decode("first", as: Int64.self) == 1 && sums.decode("last", as: Int64.self) == count)
        #expect(try sums.decode("net", as: Int64.self) == sums.decode("lines", as: Int64.self))
        #expect(run["total_cents"].int == Int(try sums.decode("total", as: Int64.self)))
        let notified = try await fleet.count("select count(*) from jobs where kind = 'notify.request'")
        #expect(notified == Self.schools)
    }
}
