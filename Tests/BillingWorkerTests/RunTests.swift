import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

extension BillingFleet {
    @Suite("A run of a month") struct RunTests {
        let place: BillingEnvironment

        init() throws { place = try BillingEnvironment.current }

        /// Accepted, and nothing of it runs before `resume`.
        private func paused(_ body: [String: JSON], _ then: (Answer) async throws -> Void) async throws -> JSON {
            #expect(try await place.admin.post("/queues/billing/pause", [:]).status == 200)
            let accepted = try await place.admin.post("/billing/runs", .object(body))
            try await then(accepted)
            #expect(try await place.admin.post("/queues/billing/resume", [:]).status == 200)
            return try await place.finished(accepted["status_url"].string ?? "")
        }

        @Test(
            "whose own job is cancelled has failed: schools that it did not come to are no success, and doctor misses them"
        )
        func cutShort() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.school()
            let body: [String: JSON] = ["period": "2026-05", "tenants": [.string(school.id)]]
            let run = try await paused(body) { accepted in
                let job = accepted["job_id"].string ?? ""
                let cancelled = try await place.admin.send("DELETE", "/jobs/\(job)")
                #expect(cancelled.status == 200, "\(cancelled)")
            }
            #expect(run["status"] == "failed" && run["schools"] == 0, "\(run)")
            #expect(run["cut_short"].string?.isEmpty == false, "\(run)")
            func missed() async throws -> Bool {
                try await place.store().unbilled().examples.contains {
                    $0.hasPrefix("2026-05: the run did not come to")
                }
            }
            #expect(try await missed())
            let again = try await place.bill("2026-05", ["tenants": [.string(school.id)]])
            #expect(again["status"] == "succeeded" && again["invoiced"] == 1 && again["cut_short"] == .null, "\(again)")
            #expect(try await !missed())
        }

        @Test("that there was none of is what doctor says, a day after the month: a paused schedule bills nothing")
        func none() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.fleet.signUp()
            let id = UUID(uuidString: school.id)
            _ = try await place.fleet.database.query(
                """
                insert into flotilla.subscription_changes (id, tenant, plan, version, modules, users, starts_on, changed_at)
                values (gen_random_uuid(), \(id), 'basic', 1, '{}', 0, '2026-01-01', date_trunc('month', now()) - interval '9 days')
                """)
            let rows = try await place.fleet.database.query(
                """
                select to_char(date_trunc('month', now()) - interval '1 month', 'YYYY-MM') as period,
                    now() > date_trunc('month', now()) + interval '1 day' as is_late
                """
            ).rows
            let (period, isLate) = (
                try rows[0].decode("period", as: String.self), try rows[0].decode("is_late", as: Bool.self)
            )
            func missed() async throws -> Bool {
                try await place.store().unbilled().examples.contains { $0.hasPrefix("\(period): no run came to") }
            }
            #expect(try await missed() == isLate)
            let run = try await place.bill(period, ["tenants": [.string(school.id)]])
            #expect(run["invoiced"] == 1, "\(run)")
            #expect(try await !missed())
        }

        @Test(
            "is not held up by the schools that it bills: a school cancels none of its jobs of billing, alone or among others"
        )
        func cancelledBySchool() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.school()
            let id = UUID(uuidString: school.id)
            // Due when that is set.
            let run = UUID()
            _ = try await place.fleet.database.query(
                """
                select flotilla.enqueue('billing.invoice', \(JSONText(#"{"run_id": "\#(run)"}"#))::jsonb, tenant => \(id),
                    run_at => now() + interval '1 day')
                """)
            _ = try await place.fleet.database.query(
                "select flotilla.enqueue('notify.request', '{}', tenant => \(id), run_at => now() + interval '1 day')")
            func open(_ kind: String) async throws -> [UUID] {
                try await place.fleet.database.query(
                    "select id from jobs where tenant = \(id) and kind = \(kind) and status = 'scheduled'"
                ).rows.map { try $0.decode("id") }
            }
            let job = try #require(try await open("billing.invoice").first)
            let refused = try await school.caller.send("DELETE", "/jobs/\(job)")
            #expect(refused.status == 403 && "\(refused)".contains("billing.invoice"), "\(refused)")
            for filter in [["status": "scheduled"], ["queue": "billing"], ["kind": "billing.invoice"]] as [JSON] {
                let accepted = try await school.caller.post("/jobs/cancel", ["filter": filter])
                let place = accepted["status_url"].string ?? ""
                let isDone = try await eventually(within: .seconds(20)) {
                    try await school.caller.get(place)["status"] == "done"
                }
                #expect(isDone, "\(accepted)")
            }
            #expect(try await open("billing.invoice") == [job])
            #expect(try await open("notify.request").isEmpty)
            #expect(try await place.admin.send("DELETE", "/jobs/\(job)").status == 200)
        }

        @Test("refuses an invoice that no reader of JSON would have to the cent, and bills the others")
        func tooLarge() async throws {
            try await place.plan(
                "boundless", cents: 0,
                metered: #"[{"metric": "pages", "included": 0, "unit_price_micros": 1000000000000000}]"#)
            let (most, more) = (try await place.school("boundless"), try await place.school("boundless"))
            for (school, quantity) in [(most, 8_333), (more, 8_334)] as [(Tenant, Int64)] {
                _ = try await place.fleet.database.query(
                    """
                    insert into flotilla.usage_events (source, id, tenant, metric, quantity, at)
                    values ('tests', \(school.id), \(UUID(uuidString: school.id)), 'pages', \(quantity), '2026-05-10T10:00:00Z')
                    """)
            }
            let run = try await place.bill("2026-05", ["tenants": [.string(most.id), .string(more.id)]])
            #expect(run["status"] == "failed" && run["invoiced"] == 1, "\(run)")
            #expect(run["total_cents"] == 999_960_000_000_000, "\(run)")
            #expect(run["failed"][0]["tenant"] == .string(more.id), "\(run)")
            #expect(
                run["failed"][0]["reason"].string?.hasPrefix("/total_cents makes an amount beyond") == true, "\(run)")
            #expect(try await place.admin.get("/billing/indicators").status == 200)
        }

        @Test("charges nobody else: a school names no customer of the gateway that another account pays as")
        func customers() async throws {
            let (owner, other) = (try await place.fleet.signUp(), try await place.fleet.signUp())
            let customer = "cus_\(UUID().uuidString.prefix(8))"
            func put(_ caller: Caller, _ more: [String: JSON] = [:]) async throws -> Answer {
                let body: [String: JSON] = [
                    "legal_name": "École", "email": "compta@ecole.test",
                    "address": ["line1": "1 rue", "postal_code": "13001", "city": "Marseille", "country": "FR"],
                    "auto_payment": ["customer": .string(customer), "payment_method": "pm_1"],
                ]
                return try await caller.send(
                    "PUT", "/billing-profile", body: JSON.object(body.merging(more) { $1 }).bytes,
                    headers: [("Content-Type", "application/json")])
            }
            #expect(try await put(owner.caller).status == 200)
            #expect(try await put(owner.caller).status == 200)
            func isRefused() async throws {
                let refused = try await put(other.caller)
                #expect(
                    refused.status == 422 && refused["errors"][0]["pointer"] == "/auto_payment/customer", "\(refused)")
                #expect(try await other.caller.get("/billing-profile")["auto_payment"] == .null)
            }
            try await isRefused()
            // It paid as that customer, and does no longer.
            let invoice = try await place.fleet.addInvoice(of: try #require(UUID(uuidString: owner.id)))
            _ = try await place.fleet.database.query(
                """
                insert into payments (id, tenant, invoice_id, number, status, amount_cents, currency, customer, payment_method,
                    idempotency_key, settled_at)
                select gen_random_uuid(), tenant, id, 1, 'failed', 1, 'EUR', \(customer), 'pm_1', id::text, now()
                from invoices where id = \(invoice)
                """)
            #expect(try await put(owner.caller, ["auto_payment": .null]).status == 200)
            try await isRefused()
            // One that pays for several is an operator's decision.
            #expect(try await put(place.admin, ["tenant": .string(other.id)]).status == 200)
        }
    }
}
