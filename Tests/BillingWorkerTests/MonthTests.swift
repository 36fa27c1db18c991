import FleetTestSupport
import Foundation
import Testing

extension BillingFleet {
    @Suite("A month") struct MonthTests {
        let place: BillingEnvironment

        init() throws { place = try BillingEnvironment.current }

        @Test("each school gets one invoice, however often the month is run")
        func once() async throws {
            try await place.plan("basic", cents: 10_000)
            let schools = [
                try await place.school(users: 15), try await place.school(modules: ["ai"]),
                try await place.school(from: "2026-10-16"),
            ]
            let named: [String: JSON] = ["tenants": .array(schools.map { .string($0.id) })]
            let run = try await place.bill("2026-10", named)
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

            let again = try await place.bill("2026-10", named)
            #expect(again["status"] == "succeeded" && again["skipped"] == 3 && again["invoiced"] == 0, "\(again)")
        }
    }
}
