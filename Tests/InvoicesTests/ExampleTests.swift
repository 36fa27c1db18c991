import Contracts
import Foundation
import Invoices
import Testing

@Suite struct ExampleTests {
    /// The school of the example in `docs/billing-amounts.md`.
    private static func amounts() throws -> InvoiceAmounts {
        let essential = Samples.plan(
            price: 4900, users: 50, userPrice: 120, modules: [("ai", 1500)], metered: [("ai.tokens", 1000, 2500)])
        let campus = Plan(
            code: "campus", name: PlanName(fr: "Campus", en: "Campus"), currency: Samples.euro, priceCents: 9900,
            includedUsers: 100, userPriceCents: 100, modules: [PlanModule(code: "ai", priceCents: 1000)],
            metered: [PlanMeter(metric: "ai.tokens", included: 2000, unitPriceMicros: 2000)],
            vatRate: Samples.rate(2000))
        func use(_ from: String, _ to: String, _ quantity: Int64) -> UsageSum {
            UsageSum(metric: "ai.tokens", span: Samples.span(from, to), quantity: quantity)
        }
        return try Samples.amounts(
            "2026-10",
            [
                Samples.terms(essential, modules: ["ai"], users: 60, from: "2026-01-01"),
                Samples.terms(campus, modules: ["ai"], users: 120, from: "2026-10-17"),
            ],
            usage: [
                use("2026-10-01", "2026-10-17", 1500), use("2026-10-17", "2026-11-01", 1200),
                use("2026-09-01", "2026-10-01", 9000),
            ], billed: [BilledUse(metric: "ai.tokens", span: Samples.span("2026-09-01", "2026-10-01"), quantity: 6000)])
    }

    @Test("the example of the documentation is what is computed")
    func example() throws {
        let amounts = try Self.amounts()
        let rows = amounts.lines.map {
            "| \($0.description) | \($0.from) to \($0.to) | \($0.quantity) | \($0.unitPriceMicros) | \($0.netCents) |"
        }
        let totals = amounts.totals
        let table =
            rows.joined(separator: "\n") + "\n\n"
            + "Net \(totals.netCents), tax \(totals.vatCents), total \(totals.totalCents) cents."
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/billing-amounts.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains(table), "\(table)")
    }
}
