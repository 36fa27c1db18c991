extension InvoiceTotals {
    /// Tax by group of rate and reason, on the group's sum, rounded half up. Groups from the highest rate down, then by reason.
    public init(lines: [InvoiceLine]) throws(AmountProblem) {
        var sums: [TaxKey: Int128] = [:]
        for line in lines { sums[TaxKey(line), default: 0] += Int128(line.netCents) }
        var groups: [VATGroup] = []
        var (net, vat): (Int128, Int128) = (0, 0)
        for (key, sum) in sums.sorted(by: { $0.key < $1.key }) {
            let tax = Rounding.halfUp(sum * Int128(key.rate.hundredths), by: 10_000)
            guard let groupNet = Int64(exactly: sum), let groupVAT = Int64(exactly: tax) else {
                throw .tooLarge("/net_cents")
            }
            groups.append(
                VATGroup(rate: key.rate, exemptionReason: key.reason, netCents: groupNet, vatCents: groupVAT))
            net += sum
            vat += tax
        }
        guard let netCents = Int64(exactly: net), let vatCents = Int64(exactly: vat),
            let totalCents = Int64(exactly: net + vat)
        else { throw .tooLarge("/total_cents") }
        self.init(groups: groups, netCents: netCents, vatCents: vatCents, totalCents: totalCents)
    }
}
