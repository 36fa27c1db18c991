/// What a month costs beside the one before, for a dry run.
public struct InvoiceComparison: Sendable, Hashable, Codable {
    /// The same amount in two months, in the currency's smallest units.
    public struct Change: Sendable, Hashable, Codable {
        public let before: Int64
        public let after: Int64
        /// nil between two currencies, and beyond 63 bits.
        public let difference: Int64?
    }

    public let net: Change
    public let total: Change
    /// Only kinds that one of the two has.
    public let byKind: [InvoiceLineKind: Change]
    /// Whether both are in one currency, or one of them is nothing.
    public let isComparable: Bool

    public init(before: InvoiceAmounts, after: InvoiceAmounts) {
        let comparable = before.currency == nil || after.currency == nil || before.currency == after.currency
        func change(_ before: Int64, _ after: Int64) -> Change {
            let (difference, overflow) = after.subtractingReportingOverflow(before)
            return Change(before: before, after: after, difference: comparable && !overflow ? difference : nil)
        }
        isComparable = comparable
        net = change(before.totals.netCents, after.totals.netCents)
        total = change(before.totals.totalCents, after.totals.totalCents)
        let (old, new) = (Self.sums(before.lines), Self.sums(after.lines))
        var changes: [InvoiceLineKind: Change] = [:]
        for kind in Set(old.keys).union(new.keys) { changes[kind] = change(old[kind] ?? 0, new[kind] ?? 0) }
        byKind = changes
    }

    private static func sums(_ lines: [InvoiceLine]) -> [InvoiceLineKind: Int64] {
        var sums: [InvoiceLineKind: Int128] = [:]
        for line in lines { sums[line.kind, default: 0] += Int128(line.netCents) }
        return sums.mapValues { Int64(clamping: $0) }
    }

    private enum CodingKeys: String, CodingKey {
        case net, total
        case byKind = "by_kind"
        case isComparable = "comparable"
    }
}
