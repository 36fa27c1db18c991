import Contracts

/// What an earlier month costs more at one rate of tax, by its terms as they stand, than was billed of it; below 0 what it costs
/// less.
struct FlatDifference {
    let month: BillingMonth
    let currency: Currency
    let tax: TaxKey
    let cents: Int128
}

extension InvoiceComputation {
    /// The oldest month first. A month that has, or had, another currency than the invoice is left as it was billed.
    func differences(in currency: Currency?) throws(AmountProblem) -> [FlatDifference] {
        var found: [FlatDifference] = []
        let months = Dictionary(grouping: billedFlat, by: \.month).sorted { $0.key < $1.key }
        for (month, parts) in months where month < self.month {
            guard let own = parts.first?.currency, parts.allSatisfy({ $0.currency == own }), currency ?? own == own
            else { continue }
            var due = LineWriter(language: language, currency: own)
            let segments = timeline.segments(in: month)
            guard segments.allSatisfy({ due.accepts($0.terms.plan.currency) }) else { continue }
            for segment in segments { try due.append(flat: segment, of: month) }
            var sums: [TaxKey: Int128] = [:]
            for line in due.lines { sums[TaxKey(line), default: 0] += Int128(line.netCents) }
            for part in parts {
                sums[TaxKey(rate: part.rate, reason: part.exemptionReason), default: 0] -= Int128(part.netCents)
            }
            for (tax, cents) in sums.sorted(by: { $0.key < $1.key }) where cents != 0 {
                found.append(FlatDifference(month: month, currency: own, tax: tax, cents: cents))
            }
        }
        return found
    }
}
