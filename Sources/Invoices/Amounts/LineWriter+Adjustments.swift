import Contracts

extension LineWriter {
    /// First what was billed too little; then what was billed too much, as far as the other lines of the same tax leave something
    /// to take it from: no group of an invoice is below 0, and what is left is found again for the next one.
    mutating func append(adjustments differences: [FlatDifference]) throws(AmountProblem) {
        for one in differences where one.cents > 0 && accepts(one.currency) {
            try append(one.cents, of: one)
        }
        var left: [TaxKey: Int128] = [:]
        for line in lines { left[TaxKey(line), default: 0] += Int128(line.netCents) }
        for one in differences where one.cents < 0 && accepts(one.currency) {
            let taken = min(-one.cents, left[one.tax] ?? 0)
            guard taken > 0 else { continue }
            left[one.tax, default: 0] -= taken
            try append(-taken, of: one)
        }
    }

    /// No price is negative (EN 16931, BR-27): what is taken off has the quantity -1.
    private mutating func append(_ cents: Int128, of one: FlatDifference) throws(AmountProblem) {
        let pointer = "/adjustments/\(one.month)"
        guard let net = Int64(exactly: cents),
            let micros = Int64(exactly: Int128(cents.magnitude) * Int128(one.currency.microsPerCent))
        else { throw .tooLarge(pointer) }
        append(
            InvoiceLine(
                kind: .adjustment, description: text.adjustment(of: one.month), quantity: net < 0 ? -1 : 1,
                unitPriceMicros: micros, netCents: net, vatRate: one.tax.rate, vatExemptionReason: one.tax.reason,
                from: one.month.first, to: one.month.end), in: one.currency)
    }
}
