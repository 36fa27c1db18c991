import Billing
import FleetTestSupport
import Foundation
import Invoices
import Jobs
import Postgres
import Testing

extension BillingFleet {
    @Suite("Metered use") struct UseTests {
        let place: BillingEnvironment

        init() throws { place = try BillingEnvironment.current }

        private static let meter = #"[{"metric": "scans", "included": 100, "unit_price_micros": 250000}]"#

        private func use(_ school: Tenant, _ quantity: Int64, at time: String) async throws {
            try await place.fleet.database.query(
                """
                insert into flotilla.usage_events (source, id, tenant, metric, quantity, at)
                values ('test', \(UUID().uuidString), \(UUID(uuidString: school.id)), 'scans', \(quantity), \(time)::text::timestamptz)
                """)
        }

        private func lines(_ school: Tenant, _ period: String) async throws -> [JSON] {
            let run = try await place.bill(period, ["tenants": [.string(school.id)]])
            #expect(run["invoiced"] == 1, "\(run)")
            let id = try await school.caller.get("/invoices?period=\(period)")["items"][0]["id"].string ?? ""
            return try await school.caller.get("/invoices/\(id)")["lines"].array.filter { $0["kind"] == "metered" }
        }

        @Test(
            "an event is billed once: with its month, or late with its real period; days are those of the school's clock"
        )
        func billedOnce() async throws {
            try await place.plan("metered", cents: 1_000, metered: Self.meter)
            let school = try await place.school("metered")
            try await use(school, 130, at: "2026-03-15T12:00:00Z")
            // In Paris it is April already.
            try await use(school, 1000, at: "2026-03-31T22:30:00Z")
            var found = try await lines(school, "2026-03")
            #expect(found.count == 1 && found[0]["quantity"] == 30 && found[0]["net_cents"] == 750, "\(found)")

            // Within the allowance of April nothing is left; of March 20 more came late.
            try await use(school, 20, at: "2026-03-20T12:00:00Z")
            found = try await lines(school, "2026-04")
            #expect(found.count == 2, "\(found)")
            #expect(found[0]["quantity"] == 900 && found[0]["from"] == "2026-04-01", "\(found)")
            #expect(
                found[1]["quantity"] == 20 && found[1]["from"] == "2026-03-01" && found[1]["to"] == "2026-04-01",
                "\(found)")
            #expect(try await lines(school, "2026-05").isEmpty)
            let open = try await place.fleet.count(
                "select count(*) from flotilla.usage_events where tenant = \(UUID(uuidString: school.id)) and invoice_id is null"
            )
            #expect(open == 0)
        }

        @Test("use of a cancelled invoice is billed by the next one")
        func cancelled() async throws {
            try await place.plan("metered", cents: 1_000, metered: Self.meter)
            let school = try await place.school("metered")
            try await use(school, 110, at: "2026-02-15T12:00:00Z")
            _ = try await lines(school, "2026-02")
            let id = try await school.caller.get("/invoices")["items"][0]["id"].string ?? ""
            let cancelled = try await place.admin.post("/invoices/\(id)/cancel", ["reason": "Wrong."])
            #expect(cancelled.status == 202)
            let found = try await lines(school, "2026-02")
            #expect(found.count == 1 && found[0]["quantity"] == 10, "\(found)")
        }

        @Test("what comes in between the computation and the invoice makes it be computed again")
        func changedMeanwhile() async throws {
            try await place.plan("metered", cents: 1_000, metered: Self.meter)
            let school = try await place.school("metered")
            let id = try #require(UUID(uuidString: school.id))
            try await use(school, 110, at: "2026-01-15T12:00:00Z")
            let store = try place.store()
            let minter = JobIDMinter()
            let run = BillingRun(
                id: minter.mint().uuid, period: try #require(BillingMonth("2026-01")), isDry: false, tenants: [],
                userID: nil, jobID: minter.mint())
            try await store.create(run, trace: TraceContext(), callback: minter.mint())
            let settings = BillingSettings(
                timeZone: TimeZone(identifier: "Europe/Paris") ?? .gmt, seller: ZoneTests.seller)
            let runner = SchoolRunner(store: store, settings: settings)

            func issue(_ change: () async throws -> Void) async throws {
                let outcome = try await runner.run(BillSchool(runID: run.id), of: id, as: minter.mint())
                guard case .succeeded(let success) = outcome else { throw Unexpected("\(outcome)") }
                try await change()
                let effects = success.effects.compactMap { $0 as? Query }
                #expect(effects.count == success.effects.count)
                _ = try await place.fleet.database.execute([.enter(tenant: id)] + effects)
            }
            var error = await #expect(throws: PostgresError.self) {
                try await issue { try await use(school, 1, at: "2026-01-16T12:00:00Z") }
            }
            #expect(error?.sqlState == "FL042")
            error = await #expect(throws: PostgresError.self) {
                try await issue { try await place.subscribe(school, "metered", users: 50, from: "2026-01-10") }
            }
            #expect(error?.sqlState == "FL042")
            try await issue {}
            let invoices = try await place.fleet.count("select count(*) from flotilla.invoices where tenant = \(id)")
            #expect(invoices == 1)
        }

        @Test("requests that bring the same events at once, in any order, wait for each other and never deadlock")
        func atOnce() async throws {
            let service = try await place.fleet.user(role: "service")
            let school = try await place.fleet.signUp()
            let deadlocks: Query = "select deadlocks from pg_stat_database where datname = current_database()"
            let before = try await place.fleet.count(deadlocks)
            for round in 0..<4 {
                let events: [JSON] = (0..<1000).map { number in
                    [
                        "source": "order", "id": .string("\(round).\(number)"), "tenant": .string(school.id),
                        "metric": "scans", "quantity": 1, "at": "2026-10-05T10:00:00Z",
                    ]
                }
                let orders = [events, events.reversed(), events.shuffled(), events.shuffled()]
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for order in orders { group.addTask { try await service.post("/usage", .array(order)) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.status == 202 }, "\(answers)")
                #expect(answers.reduce(0) { $0 + ($1["accepted"].int ?? 0) } == 1000, "\(answers)")
            }
            // Sessions report what happened to them within a second.
            try await place.fleet.database.query("select pg_stat_force_next_flush()")
            #expect(try await place.fleet.count(deadlocks) == before)
        }
    }
}
