import Contracts
import Foundation
import Invoices
import PythonHelpers
import TestSupport
import Testing

/// The same amounts as a program in another language finds, which was written from `docs/billing-amounts.md`.
@Suite struct OracleTests {
    private struct Answer: Decodable {
        struct Line: Decodable {
            let kind: InvoiceLineKind
            let quantity: Int64
            let unit_price_micros: Int64
            let net_cents: Int64
            let from: CalendarDay
            let to: CalendarDay
            let metric: String?
            let vat_rate: Int32
            let reason: String?

            var text: String {
                "\(kind) \(quantity) × \(unit_price_micros) = \(net_cents) \(from)–\(to) \(metric ?? "") "
                    + "\(vat_rate) \(reason ?? "")"
            }
        }
        struct Group: Decodable {
            let rate: Int32
            let reason: String?
            let net: Int64
            let vat: Int64

            var text: String { "\(rate) \(reason ?? ""): \(net) + \(vat)" }
        }
        let lines: [Line]?
        let groups: [Group]?
        let net: Int64?
        let vat: Int64?
        let total: Int64?
        let refused: AmountProblem.Code?

        /// Of a whole invoice, in words that compare cent by cent.
        var text: [String] {
            if let refused { return ["refused: \(refused)"] }
            return (lines ?? []).map(\.text) + (groups ?? []).map(\.text)
                + ["\(net ?? -1) + \(vat ?? -1) = \(total ?? -1)"]
        }
    }

    private static func text(_ computation: InvoiceComputation) -> [String] {
        let amounts: InvoiceAmounts
        do { amounts = try computation.amounts() } catch { return ["refused: \(error.code)"] }
        let lines = amounts.lines.map {
            let (metric, reason) = ($0.metric ?? "", $0.vatExemptionReason ?? "")
            return "\($0.kind) \($0.quantity) × \($0.unitPriceMicros) = \($0.netCents) \($0.from)–\($0.to) \(metric) "
                + "\($0.vatRate.hundredths) \(reason)"
        }
        let totals = amounts.totals
        return lines
            + totals.groups.map { "\($0.rate.hundredths) \($0.exemptionReason ?? ""): \($0.netCents) + \($0.vatCents)" }
            + ["\(totals.netCents) + \(totals.vatCents) = \(totals.totalCents)"]
    }

    @Test("random months cost what a second computation finds, cent by cent")
    func random() async throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/billing_amounts.py")
        let oracle = try PythonHelper(script: script.path)
        let _: String = try await oracle.answer()
        var (lines, late, refused, taxes, adjusted, takenOff) = (0, 0, 0, 0, 0, 0)
        for _ in 0..<Settings.size(8, full: 400) {
            let cases = (0..<250).map { _ in RandomMonth(using: &generator) }
            let answers: [Answer] = try await oracle.ask(cases)
            for (one, answer) in zip(cases, answers) {
                let ours = Self.text(one.computation())
                #expect(ours == answer.text, "seed \(seed), \(one.month), \(one.changes.count) changes")
                lines += answer.lines?.count ?? 0
                late += answer.lines?.count { $0.kind == .metered && $0.from < one.month.first } ?? 0
                adjusted += answer.lines?.count { $0.kind == .adjustment } ?? 0
                takenOff += answer.lines?.count { $0.kind == .adjustment && $0.quantity < 0 } ?? 0
                refused += answer.refused == nil ? 0 : 1
                taxes += (answer.groups?.count ?? 0) > 1 ? 1 : 0
            }
        }
        print(
            "figure: \(lines) lines, \(late) of them late, \(adjusted) adjustments, \(takenOff) below 0, \(taxes) months with several rates, \(refused) refused"
        )
        #expect(lines > 1000 && late > 100 && refused > 0 && taxes > 100 && adjusted > 200 && takenOff > 50)
        oracle.stop()
    }
}
