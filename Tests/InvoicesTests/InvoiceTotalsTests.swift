import Contracts
import Foundation
import Invoices
import Testing

@Suite("Totals and comparisons")
struct InvoiceTotalsTests {
    private func line(
        _ net: Int64, _ rate: Int32, _ reason: String? = nil, kind: InvoiceLineKind = .plan
    ) -> InvoiceLine {
        InvoiceLine(
            kind: kind, description: "", quantity: 1, unitPriceMicros: 0, netCents: net,
            vatRate: Samples.rate(rate), vatExemptionReason: reason, from: Samples.day("2026-10-01"),
            to: Samples.day("2026-11-01"))
    }

    @Test("tax is rounded once a group, on the group's sum, half up")
    func groups() throws {
        // By line these would be 0.5 + 0.5 + 0.5 cents of 20 %: 3 cents, and not 2.
        let totals = try InvoiceTotals(lines: [
            line(3, 2000), line(2, 2000), line(3, 2000), line(10, 550), line(7, 0, "b"), line(5, 0), line(1, 0, "a"),
        ])
        #expect(
            totals.groups.map { "\($0.rate.hundredths) \($0.exemptionReason ?? "") \($0.netCents) \($0.vatCents)" } == [
                "2000  8 2", "550  10 1", "0  5 0", "0 a 1 0", "0 b 7 0",
            ])
        #expect(totals.netCents == 31 && totals.vatCents == 3 && totals.totalCents == 34)
        #expect(try InvoiceTotals(lines: [line(5, 1000)]).vatCents == 1)
        #expect(try InvoiceTotals(lines: [line(-5, 1000)]).vatCents == -1)
        #expect(try InvoiceTotals(lines: [line(4, 1000)]).vatCents == 0)
        #expect(throws: AmountProblem.self) { try InvoiceTotals(lines: [line(.max, 2000)]) }
        #expect(throws: AmountProblem.self) { try InvoiceTotals(lines: [line(.max, 0), line(1, 0)]) }
        #expect(throws: AmountProblem.self) { try InvoiceTotals(lines: [line(.min, 0), line(.min, 0, "x")]) }
    }

    @Test("two months are compared in total and by kind of line")
    func comparison() throws {
        func amounts(_ lines: [InvoiceLine], _ currency: String? = "EUR") throws -> InvoiceAmounts {
            InvoiceAmounts(
                currency: currency.map(Samples.currency), lines: lines, totals: try InvoiceTotals(lines: lines))
        }
        let before = try amounts([line(100, 2000), line(30, 2000, kind: .module)])
        let after = try amounts([line(100, 2000), line(50, 2000, kind: .metered)])
        let comparison = InvoiceComparison(before: before, after: after)
        #expect(comparison.isComparable && comparison.net.difference == 20 && comparison.total.difference == 24)
        #expect(comparison.byKind.mapValues(\.difference) == [.plan: 0, .module: -30, .metered: 50])
        let json = String(decoding: try JSONEncoder().encode(comparison.byKind), as: UTF8.self)
        #expect(json.contains(#""plan":{"#))
        let nothing = InvoiceComparison(before: try amounts([], nil), after: after)
        #expect(nothing.total.difference == 180 && nothing.total.before == 0)
        let dollars = InvoiceComparison(before: try amounts([line(1, 0)], "USD"), after: after)
        #expect(!dollars.isComparable && dollars.total.difference == nil && dollars.total.before == 1)
    }
}
