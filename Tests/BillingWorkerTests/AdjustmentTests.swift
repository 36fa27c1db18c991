@testable import Billing
import FleetTestSupport
import Foundation
import Postgres
import Testing

extension BillingFleet {
    @Suite("A change that reaches back") struct AdjustmentTests {
        let place: BillingEnvironment

        init() throws { place = try BillingEnvironment.current }

        /// Bills a month to a school: its invoice's id and the net amounts of the lines, by kind.
        private func bill(_ school: Tenant, _ period: String) async throws -> (id: String, lines: [String]) {
            let run = try await place.bill(period, ["tenants": [.string(school.id)]])
            #expect(run["invoiced"] == 1, "\(run)")
            let made = try await school.caller.get("/invoices?period=\(period)")["items"].array
            let id = try #require(made.first { $0["kind"] == "invoice" && $0["status"] != "ANNULEE" }?["id"].string)
            let lines = try await school.caller.get("/invoices/\(id)")["lines"].array
            return (id, lines.map { "\($0["kind"].string ?? "") \($0["net_cents"].int ?? 0)" })
        }

        @Test("is adjusted by the next invoice, once, whatever is cancelled and billed again")
        func adjusted() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.school(users: 15)
            let august = try await bill(school, "2026-08")
            #expect(august.lines == ["plan 10000", "users 1000"])
            try await place.subscribe(school, "basic", users: 25, from: "2026-08-16")
            let september = try await bill(school, "2026-09")
            #expect(september.lines == ["plan 10000", "users 3000", "adjustment 1032"])
            // Cancelled, it adjusts nothing any more: the one that takes its place does.
            let path = "/invoices/\(september.id)/cancel"
            #expect(try await place.admin.post(path, ["reason": "Wrong."]).status == 202)
            #expect(try await bill(school, "2026-09").lines == ["plan 10000", "users 3000", "adjustment 1032"])
            // August is billed again as it is by now, and what September has adjusted goes back.
            #expect(try await place.admin.post("/invoices/\(august.id)/cancel", ["reason": "Wrong."]).status == 202)
            #expect(try await bill(school, "2026-08").lines == ["plan 4839", "users 484", "plan 5161", "users 1548"])
            try await place.subscribe(school, "basic", users: 10, from: "2026-10-01")
            let october = try await bill(school, "2026-10")
            #expect(october.lines == ["plan 10000", "adjustment -1032"])
            let invoice = try await school.caller.get("/invoices/\(october.id)")
            #expect(invoice["net_cents"] == 8_968 && invoice["total_cents"] == 10_762, "\(invoice)")
            let line = invoice["lines"][1]
            #expect(line["quantity"] == -1 && line["unit_price_micros"] == 10_320_000, "\(line)")
            #expect(line["from"] == "2026-08-01" && line["to"] == "2026-09-01", "\(line)")
            for (type, words) in [("application/pdf", "%PDF-"), ("application/xml", "<ram:BilledQuantity")] {
                let document = try await school.caller.get("/invoices/\(october.id)", headers: [("Accept", type)])
                #expect(String(decoding: document.body, as: UTF8.self).contains(words), "\(type)")
            }
        }

        @Test("is the school's own as well as an administrator's, and gives no money back: it is taken off what comes")
        func rights() async throws {
            try await place.plan("basic", cents: 10_000)
            try await place.plan("cheap", cents: 1_000)
            let school = try await place.school(users: 15)
            _ = try await bill(school, "2026-08")
            func put(_ caller: Caller, _ plan: String, _ day: String, _ more: [String: JSON] = [:]) async throws
                -> Answer
            {
                let body: [String: JSON] = ["plan": .string(plan), "users": 0, "starts_on": .string(day)]
                return try await caller.send(
                    "PUT", "/subscription", body: JSON.object(body.merging(more) { $1 }).bytes,
                    headers: [("Content-Type", "application/json")])
            }
            // 16 of 31 days of 5 users at 2.00.
            #expect(try await put(school.caller, "basic", "2026-08-16").status == 200)
            #expect(try await bill(school, "2026-09").lines == ["plan 10000", "adjustment -516"])
            #expect(try await put(school.caller, "cheap", "2026-08-01").status == 200)
            // 104.84 - 10.00 of August, and 100.00 - 10.00 - 0.00 of September, as far as October has something to take it from.
            #expect(try await bill(school, "2026-10").lines == ["plan 1000", "adjustment -1000"])
            let credits = try await place.fleet.count(
                "select count(*) from invoices where tenant = \(UUID(uuidString: school.id)) and kind = 'credit_note'")
            #expect(credits == 0)
            // What a school changed, an administrator can change back.
            let back = try await put(
                place.admin, "basic", "2026-08-01", ["tenant": .string(school.id), "users": 15])
            #expect(back.status == 200)
            let dry = try await place.bill("2026-11", ["tenants": [.string(school.id)], "dry_run": true])
            let kinds = dry["invoices"][0]["invoice"]["lines"].array.compactMap { $0["kind"].string }
            #expect(kinds == ["plan", "users", "adjustment", "adjustment", "adjustment"], "\(dry)")
            let logged = try await place.fleet.count(
                """
                select count(*) from flotilla.audit_log where subject = 'subscription_changes' and actor like 'user:%'
                    and tenant = \(UUID(uuidString: school.id))
                """)
            #expect(logged == 3)
        }

        @Test("of a subscription that has ended is found by a run of all schools")
        func ended() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.school(from: "2026-06-01", to: "2026-07-01")
            _ = try await bill(school, "2026-06")
            func isFound(_ month: String) async throws -> Bool {
                try await place.fleet.count(
                    """
                    select count(*) from flotilla.billable_schools(\(month)::text::date,
                        (\(month)::text::date + interval '1 month')::date, '00000000-0000-0000-0000-000000000000', 100000) one
                    where one = \(UUID(uuidString: school.id))
                    """) == 1
            }
            _ = try await place.fleet.database.query(
                """
                insert into flotilla.subscription_changes (id, tenant, plan, version, modules, users, starts_on, ends_on)
                values (gen_random_uuid(), \(UUID(uuidString: school.id)), 'basic', 1, '{}', 30, '2026-06-01', '2026-07-01')
                """)
            #expect(try await isFound("2026-10-01"))
            #expect(try await !isFound("2040-01-01"))
            #expect(try await bill(school, "2026-10").lines == ["adjustment 4000"])
        }

        @Test(
            "use that is older than it is kept goes when nothing is billed of it any more, and is refused when it comes again"
        )
        func retention() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.school()
            let stranger = try await place.fleet.signUp()
            let source = "old-\(UUID())"
            let billed = UUID()
            func add(_ id: String, _ tenant: Tenant, _ days: Int64, _ invoice: UUID?) async throws {
                _ = try await place.fleet.database.query(
                    """
                    insert into flotilla.usage_events (source, id, tenant, metric, quantity, at, invoice_id)
                    values (\(source), \(id), \(UUID(uuidString: tenant.id)), 'other', 1, now() - \(days) * interval '1 day', \(invoice))
                    """)
            }
            try await add("billed", school, 801, billed)
            try await add("recent", school, 799, billed)
            try await add("open", school, 801, nil)
            try await add("of no subscription", stranger, 801, nil)
            _ = try await place.store().collectUse(olderThan: .seconds(800 * 86_400))
            let left = try await place.fleet.database.query(
                "select id from flotilla.usage_events where source = \(source) order by id"
            ).rows.map { try $0.decode("id", as: String.self) }
            #expect(left == ["open", "recent"])
            let service = try await place.fleet.user(role: "service")
            let again = try await service.post(
                "/usage",
                [
                    [
                        "source": .string(source), "id": "billed", "tenant": .string(school.id), "metric": "other",
                        "quantity": 1, "at": .string((Date() - 801 * 86_400).formatted(.iso8601)),
                    ]
                ])
            #expect(again.status == 422 && again["errors"][0]["pointer"] == "/0/at", "\(again)")
        }
    }
}
