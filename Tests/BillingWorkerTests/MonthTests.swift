import FleetTestSupport
import Foundation
import Postgres
import Testing

extension BillingFleet {
    @Suite("A month") struct MonthTests {
        let place: BillingEnvironment

        init() throws { place = try BillingEnvironment.current }

        private func named(_ schools: [Tenant]) -> [String: JSON] {
            ["tenants": .array(schools.map { .string($0.id) })]
        }

        @Test("each school gets one invoice, with its lines and its tax, and no other school sees it")
        func invoices() async throws {
            try await place.plan("basic", cents: 10_000)
            let schools = [
                try await place.school(users: 15), try await place.school(modules: ["ai"]),
                try await place.school(from: "2026-10-16"),
            ]
            let run = try await place.bill("2026-10", named(schools))
            #expect(run["status"] == "succeeded" && run["invoiced"] == 3 && run["schools"] == 3, "\(run)")
            // 100.00 + 5 × 2.00, 100.00 + 15.00, and 16 of 31 days of 100.00; 20 % on each.
            #expect(run["total_cents"] == .number(13_200 + 13_800 + 6_193), "\(run)")

            let invoices = try await schools[0].caller.get("/invoices")
            #expect(invoices["items"].array.count == 1, "\(invoices)")
            let id = try #require(invoices["items"][0]["id"].string)
            let invoice = try await schools[0].caller.get("/invoices/\(id)")
            #expect(
                invoice["status"] == "EN_ATTENTE" && invoice["net_cents"] == 11_000 && invoice["vat_cents"] == 2_200)
            #expect(invoice["lines"].array.count == 2 && invoice["kind"] == "invoice", "\(invoice)")
            #expect(try await schools[1].caller.get("/invoices/\(id)").status == 404)
            #expect(try await place.admin.get("/invoices/\(id)")["number"] == invoice["number"])
            let notified = try await place.fleet.count(
                """
                select count(*) from jobs where kind = 'notify.request' and payload ->> 'template' = 'invoice_created'
                    and payload -> 'data' ->> 'number' = \(invoice["number"].string)
                """)
            #expect(notified == 1)

            let again = try await place.bill("2026-10", named(schools))
            #expect(again["status"] == "succeeded" && again["skipped"] == 3 && again["invoiced"] == 0, "\(again)")
        }

        @Test("three runs of a month at once make one invoice a school, and none is an error")
        func atOnce() async throws {
            try await place.plan("basic", cents: 10_000)
            var schools: [Tenant] = []
            for _ in 0..<5 { schools.append(try await place.school()) }
            let (place, named) = (place, named(schools))
            let runs = try await withThrowingTaskGroup(of: JSON.self) { group in
                for _ in 0..<3 { group.addTask { try await place.bill("2026-09", named) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(runs.allSatisfy { $0["status"] == "succeeded" && $0["schools"] == 5 }, "\(runs)")
            #expect(runs.reduce(0) { $0 + ($1["invoiced"].int ?? 0) } == 5, "\(runs)")
            let ids = schools.compactMap { UUID(uuidString: $0.id) }
            #expect(try await place.fleet.count("select count(*) from invoices where tenant = any(\(ids))") == 5)
            // One after the other: none of them met another's invoice only when it wrote its own.
            let errors = try await place.fleet.count(
                "select coalesce(sum(errors), 0)::bigint from jobs where kind = 'billing.invoice' and tenant = any(\(ids))"
            )
            #expect(errors == 0)
        }

        @Test("a dry run writes no invoice and shows what would be beside the month before")
        func dry() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.school(users: 12)
            _ = try await place.bill("2026-09", named([school]))
            try await place.subscribe(school, "basic", users: 20, from: "2026-10-01")
            let run = try await place.bill("2026-10", named([school]).merging(["dry_run": true]) { $1 })
            #expect(run["status"] == "succeeded" && run["dry_run"] == true, "\(run)")
            let preview = run["invoices"][0]
            #expect(preview["invoice"]["net_cents"] == 12_000 && preview["invoice"]["number"] == .null, "\(preview)")
            #expect(preview["change"]["net"]["difference"] == 1_600, "\(preview)")
            #expect(try await school.caller.get("/invoices?period=2026-10")["items"].array.isEmpty)
            // Also of a month that is not over.
            let current = try await place.admin.post(
                "/billing/runs", ["period": .string(Self.month(after: 0)), "dry_run": true])
            #expect(current.status == 202, "\(current)")
        }

        @Test("a month that is not over is refused, and one in the future also as a dry run")
        func refusals() async throws {
            func refused(_ body: JSON, at pointer: String) async throws {
                let answer = try await place.admin.post("/billing/runs", body)
                #expect(
                    answer.status == 422 && answer["errors"][0]["pointer"] == .string(pointer), "\(body): \(answer)")
            }
            try await refused(["period": .string(Self.month(after: 0))], at: "/period")
            try await refused(["period": .string(Self.month(after: 2)), "dry_run": true], at: "/period")
            for text in ["2026-13", "2026-1", "10-2026", "", "2026-10-01"] {
                try await refused(["period": .string(text)], at: "/period")
            }
            try await refused([:], at: "/period")
            try await refused(["period": "2026-10", "tenants": []], at: "/tenants")
            try await refused(["period": "2026-10", "tenants": [.string(UUID().uuidString)]], at: "/tenants/0")
            let school = try await place.fleet.signUp()
            #expect(try await school.caller.post("/billing/runs", ["period": "2026-10"]).status == 403)
            let job = try await place.admin.post("/jobs", ["kind": "billing.month", "payload": [:]])
            #expect(job.status == 422, "\(job)")
        }

        @Test("numbers of a seller and year have no gap, also after invoices that could not be written")
        func numbers() async throws {
            try await place.plan("basic", cents: 10_000)
            var schools: [Tenant] = []
            for _ in 0..<4 { schools.append(try await place.school()) }
            // Two currencies make no invoice.
            let failing = try await place.school()
            _ = try await place.fleet.database.query(
                """
                insert into flotilla.plans (code, version, plan)
                select 'dollars', 1, jsonb_set(plan, '{currency}', '"USD"') from flotilla.plans where code = 'basic'
                on conflict do nothing
                """)
            try await place.subscribe(failing, "dollars", from: "2026-08-10")
            let run = try await place.bill("2026-08", named(schools + [failing]))
            #expect(run["status"] == "failed" && run["invoiced"] == 4, "\(run)")
            #expect(run["failed"][0]["tenant"] == .string(failing.id), "\(run)")
            let doctor = try await place.fleet.flotilla("doctor", "--json")
            #expect(doctor.status == 1 && doctor.output.contains("month_unbilled"), "\(doctor.all)")
            let gaps = try await place.fleet.count(
                """
                select count(*) from (
                    select sequence, row_number() over (partition by prefix, year order by sequence) as place,
                        lag(issued_at) over (partition by prefix, year order by sequence) as before, issued_at
                    from flotilla.invoices where prefix = 'FL'
                ) numbered where sequence <> place or issued_at < before
                """)
            #expect(gaps == 0)
        }

        @Test("an issued invoice, its lines, plans and the audit log are never changed")
        func immutable() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.school()
            _ = try await place.bill("2026-07", named([school]))
            let id = UUID(uuidString: school.id)
            let changes: [Query] = [
                "update flotilla.invoices set net_cents = 0, vat_cents = 0, total_cents = 0 where tenant = \(id)",
                "delete from flotilla.invoices where tenant = \(id)",
                "update flotilla.invoice_lines set quantity = 2 where tenant = \(id)",
                "delete from flotilla.invoice_lines where tenant = \(id)", "truncate flotilla.invoice_lines",
                "update flotilla.plans set plan = '{}'", "delete from flotilla.subscription_changes",
                "update flotilla.audit_log set actor = 'nobody'", "delete from flotilla.audit_log",
                "truncate flotilla.audit_log",
            ]
            for change in changes {
                let error = await #expect(throws: PostgresError.self) { try await place.fleet.database.query(change) }
                #expect(error?.sqlState == "FL040", "\(change)")
            }
            let logged = try await place.fleet.count(
                """
                select count(*) from flotilla.audit_log
                where subject = 'invoices' and tenant = \(id) and action = 'insert' and actor like 'job:%'
                """)
            #expect(logged == 1)
        }

        /// This month, or one after it, in UTC.
        private static func month(after count: Int) -> String {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = .gmt
            let date = calendar.date(byAdding: .month, value: count, to: Date()) ?? Date()
            let parts = calendar.dateComponents([.year, .month], from: date)
            return String(format: "%04d-%02d", parts.year ?? 0, parts.month ?? 0)
        }
    }
}
