import Foundation
import InvoiceDocuments
import Invoices
import Testing

@Suite("Factur-X, judged by the rules of EN 16931 and of France", .timeLimit(.minutes(5)))
struct CrossIndustryInvoiceTests {
    @Test("invoices of all sorts break no rule, and have no warning")
    func complete() async throws {
        let judge = try await InvoiceJudge.shared.value
        let samples = try SampleSet.complete()
        #expect(samples.count >= 20)
        for (name, invoice) in samples {
            let verdict = try await judge.verdict(on: try CrossIndustryInvoice(invoice).xml)
            #expect(verdict.schema == nil, "\(name)")
            #expect(verdict.failed == [], "\(name)")
            #expect(verdict.warnings == [], "\(name)")
            #expect(InvoiceWarnings(invoice).all == [], "\(name)")
        }
    }

    @Test("what is missing is a warning, and only the rules that ask for it fail")
    func incomplete() async throws {
        let judge = try await InvoiceJudge.shared.value
        for (name, invoice, codes, rules) in try SampleSet.incomplete() {
            let verdict = try await judge.verdict(on: try CrossIndustryInvoice(invoice).xml)
            #expect(verdict.rules == rules, "\(name)")
            #expect(InvoiceWarnings(invoice).all.map(\.code) == codes, "\(name)")
        }
    }

    @Test(
        "a cent in a sum is found by the rules",
        arguments: [
            ("<ram:CalculatedAmount>9.80<", "<ram:CalculatedAmount>9.81<", ["BR-CO-14"]),
            (
                #"<ram:TaxTotalAmount currencyID="EUR">9.80<"#, #"<ram:TaxTotalAmount currencyID="EUR">9.79<"#,
                ["BR-CO-14", "BR-CO-15"]
            ),
            ("<ram:GrandTotalAmount>58.80<", "<ram:GrandTotalAmount>58.81<", ["BR-CO-15", "BR-CO-16"]),
            ("<ram:BasisAmount>49.00<", "<ram:BasisAmount>49.01<", ["BR-S-08"]),
        ])
    func cent(_ right: String, _ wrong: String, _ broken: [String]) async throws {
        let judge = try await InvoiceJudge.shared.value
        let xml = try CrossIndustryInvoice(try SampleInvoice.invoice()).xml
        #expect(xml.contains(right))
        let rules = try await judge.verdict(on: xml.replacing(right, with: wrong)).rules
        #expect(rules == Set(broken))
    }

    @Test(
        "no price is negative: what is taken off has a negative quantity",
        arguments: [(2, -1_250_000, "-2"), (-2, 1_250_000, "-2"), (-2, -1_250_000, "2"), (2, 1_250_000, "2")])
    func takenOff(_ quantity: Int64, _ price: Int64, _ written: String) throws {
        let xml = try CrossIndustryInvoice(
            try SampleInvoice.invoice([try SampleInvoice.line("R", quantity, price: price)])
        ).xml
        #expect(xml.contains("<ram:ChargeAmount>1.25</ram:ChargeAmount>"))
        #expect(xml.contains(">\(written)</ram:BilledQuantity>"))
    }

    @Test("the same invoice gives the same bytes, whatever is paid meanwhile")
    func deterministic() throws {
        var invoice = try SampleInvoice.invoice()
        let xml = try CrossIndustryInvoice(invoice).xml
        (invoice.status, invoice.paidAt) = (.paid, Date(timeIntervalSince1970: 1_800_000_000))
        #expect(try CrossIndustryInvoice(invoice).xml == xml)
    }

    @Test("an invoice is dated by the clock of its zone")
    func dates() throws {
        // 2026-10-31T23:30:00Z: in Paris it is November.
        var invoice = try SampleInvoice.invoice(issuedAt: Date(timeIntervalSince1970: 1_793_489_400))
        #expect(try CrossIndustryInvoice(invoice).xml.contains(">20261101</udt:DateTimeString>"))
        invoice.timeZone = "UTC"
        #expect(!(try CrossIndustryInvoice(invoice).xml.contains(">20261101</udt:DateTimeString>")))
    }

    @Test("before it is issued, and in a zone that is none, there is no document")
    func refused() throws {
        #expect(throws: DocumentError.self) { try CrossIndustryInvoice(try SampleInvoice.invoice(issuedAt: nil)) }
        var invoice = try SampleInvoice.invoice()
        invoice.timeZone = "Mars/Olympus"
        #expect(throws: DocumentError.self) { try CrossIndustryInvoice(invoice) }
        invoice.timeZone = nil
        invoice.number = nil
        #expect(throws: DocumentError.self) { try CrossIndustryInvoice(invoice) }
    }
}
