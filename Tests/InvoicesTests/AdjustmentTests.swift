import Contracts
import Invoices
import Testing

@Suite("Changes of months that were invoiced")
struct AdjustmentTests {
    private static let plan = Samples.plan(price: 10_000, users: 10, userPrice: 200)

    private func billed(_ month: String, _ cents: Int64, rate: Int32 = 2000, currency: String = "EUR") -> BilledFlat {
        BilledFlat(
            month: Samples.month(month), currency: Samples.currency(currency), rate: Samples.rate(rate), netCents: cents
        )
    }

    private func amounts(
        _ month: String, _ changes: [SubscriptionTerms], _ billed: BilledFlat..., language: Language = .english
    ) throws -> InvoiceAmounts {
        try InvoiceComputation(
            month: Samples.month(month), timeline: SubscriptionTimeline(changes), billedFlat: billed, language: language
        ).amounts()
    }

    private static func changes(_ users: Int64, from: String, to: String? = nil) -> [SubscriptionTerms] {
        [
            Samples.terms(plan, users: 15, from: "2026-01-01"),
            Samples.terms(plan, users: users, from: from, to: to),
        ]
    }

    @Test("what a month costs more by now is on the next invoice, in one line for each rate, and once")
    func more() throws {
        let changes = Self.changes(25, from: "2026-08-16")
        let found = try amounts("2026-09", changes, billed("2026-08", 11_000))
        #expect(
            found.summary == [
                "plan 1 × 100000000 = 10000", "users 15 × 2000000 = 3000", "adjustment 1 × 10320000 = 1032",
            ])
        let line = try #require(found.lines.last)
        #expect(line.from == Samples.day("2026-08-01") && line.to == Samples.day("2026-09-01"))
        #expect(
            line.description == "Adjustment of the subscription, August 2026, changed after the invoice of that month")
        #expect(found.totals.netCents == 14_032 && found.totals.vatCents == 2_806)
        // Billed with it, nothing is left.
        #expect(try amounts("2026-10", changes, billed("2026-08", 12_032)).lines.count == 2)
        let french = try amounts("2026-09", changes, billed("2026-08", 11_000), language: .french).lines.last
        #expect(
            french?.description == "Régularisation de l’abonnement, août 2026, modifié après la facture de ce mois")
    }

    @Test(
        "what it costs less is taken off lines of the same tax, never below 0, and the rest stays for the next invoice")
    func less() throws {
        let changes = Self.changes(0, from: "2026-08-01")
        let found = try amounts("2026-09", changes, billed("2026-07", 11_000), billed("2026-08", 11_000))
        #expect(found.summary == ["plan 1 × 100000000 = 10000", "adjustment -1 × 10000000 = -1000"])
        let ended =
            Self.changes(0, from: "2026-06-01") + [Samples.terms(Self.plan, from: "2026-06-01", to: "2026-06-02")]
        let again = ended + [Samples.terms(Self.plan, from: "2026-09-01")]
        let most = try amounts("2026-09", again, billed("2026-07", 11_000), billed("2026-08", 11_000))
        #expect(most.summary == ["plan 1 × 100000000 = 10000", "adjustment -1 × 100000000 = -10000"])
        #expect(most.totals.totalCents == 0)
        // What was taken off counts as not billed.
        let rest = try amounts("2026-10", again, billed("2026-07", 1_000), billed("2026-08", 11_000))
        #expect(rest.lines.map(\.netCents) == [10_000, -1_000, -9_000])
        // Nothing to take it from.
        #expect(try amounts("2026-09", ended, billed("2026-08", 11_000)).currency == nil)
    }

    @Test("another rate of tax is taken off at the old one and billed at the new one")
    func rates() throws {
        let changes = [
            Samples.terms(Self.plan, from: "2026-01-01"),
            Samples.terms(Samples.plan("other", price: 10_000, vat: 550), from: "2026-08-01"),
            Samples.terms(Self.plan, from: "2026-09-01"),
        ]
        let found = try amounts("2026-09", changes, billed("2026-08", 10_000))
        #expect(found.lines.map(\.netCents) == [10_000, 10_000, -10_000])
        #expect(found.lines.map(\.vatRate.hundredths) == [2000, 550, 2000])
        #expect(found.totals.groups.map(\.netCents) == [0, 10_000])
    }

    @Test(
        "a subscription that has ended is billed alone for what it costs more; later months and other currencies stay")
    func alone() throws {
        let ended = Self.changes(25, from: "2026-08-16", to: "2026-09-01")
        let found = try amounts("2026-10", ended, billed("2026-08", 11_000))
        #expect(found.summary == ["adjustment 1 × 10320000 = 1032"] && found.currency == Samples.euro)
        #expect(try amounts("2026-08", ended, billed("2026-09", 11_000), billed("2026-08", 1)).lines.count == 4)
        #expect(try amounts("2026-10", ended, billed("2026-08", 11_000, currency: "USD")).currency == nil)
        let dollars = ended + [Samples.terms(Samples.plan(currency: "USD"), from: "2026-10-01")]
        #expect(try amounts("2026-10", dollars, billed("2026-08", 11_000)).lines.map(\.kind) == [.plan])
    }

    @Test("an amount beyond what an invoice holds is refused with a pointer")
    func tooLarge() throws {
        let error = #expect(throws: AmountProblem.self) {
            try amounts("2026-10", Self.changes(25, from: "2026-08-16"), billed("2026-08", Int64.min))
        }
        #expect(error?.code == .tooLarge && error?.pointer == "/adjustments/2026-08")
    }
}
