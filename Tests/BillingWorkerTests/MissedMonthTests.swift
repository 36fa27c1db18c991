import FleetTestSupport
import Foundation
import Invoices
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
        let zone = try #require(TimeZone(identifier: "Europe/Paris"))
        // A month is billed at two on the first of the next one: these are the last two that are due by now.
        let current = try #require(BillingMonth(containing: .now - 7200, in: zone))
        let second = try #require(current.previous)
        let first = try #require(second.previous)
        let missed = second.start(in: zone) + 7200
        var schools: [Tenant] = []
        for _ in 0..<3 { schools.append(try await place.school(from: "\(first)-10")) }
        let isDeclared = try await eventually(within: .seconds(20)) {
            try await place.fleet.count("select count(*) from flotilla.schedules where name = 'billing-month'") == 1
        }
        #expect(isDeclared)
        await place.kill("enqueuer")
        await place.kill("BillingWorker")
        _ = try await place.fleet.database.query(
            "update flotilla.schedules set next_at = \(missed), try_at = \(missed) where name = 'billing-month'")
        try await place.restart("BillingWorker")
        try await place.restart("enqueuer")
        let areBilled = try await eventually(within: .seconds(60)) {
            try await place.fleet.count("select count(*) from flotilla.billing_runs where finished_at is not null") == 2
        }
        #expect(areBilled)
        for school in schools {
            let invoices = try await school.caller.get("/invoices")
            let periods = invoices["items"].array.compactMap { $0["period"].string }.sorted()
            #expect(periods == ["\(first)", "\(second)"], "\(invoices)")
        }
        // Of the first month all days but nine, of the second all; 20 % on both.
        let part = (Double(first.days - 9) / Double(first.days) * 10_000).rounded()
        let totals = [3 * Int(part + (part / 5).rounded()), 36_000]
        let runs = try await place.admin.get("/billing/runs")
        #expect(runs["items"].array.compactMap { $0["total_cents"].int }.sorted() == totals, "\(runs)")
    }
}
