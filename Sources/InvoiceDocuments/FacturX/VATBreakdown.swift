import Invoices

/// The groups of tax as EN 16931 has them (BG-23): one for each category and rate, so that what is exempt for several reasons
/// is one group with all of them (BR-E-08).
struct VATBreakdown {
    struct Group {
        let category: VATCategory
        let rate: VATRate
        var reasons: [String]
        var netCents: Int64
        var vatCents: Int64
    }

    private(set) var groups: [Group] = []

    init(_ totals: InvoiceTotals) {
        for group in totals.groups {
            let category = VATCategory(group.rate, exemptionReason: group.exemptionReason)
            let reasons = category == .exempt ? [group.exemptionReason?.visible].compactMap { $0 } : []
            if let index = groups.firstIndex(where: { $0.category == category && $0.rate == group.rate }) {
                groups[index].reasons += reasons
                groups[index].netCents &+= group.netCents
                groups[index].vatCents &+= group.vatCents
            } else {
                groups.append(
                    Group(
                        category: category, rate: group.rate, reasons: reasons, netCents: group.netCents,
                        vatCents: group.vatCents))
            }
        }
    }
}
