/// The sums of an invoice. Tax is computed on the sum of each group, and not line by line (EN 16931, BR-CO-17).
public struct InvoiceTotals: Sendable, Hashable, Codable {
    public let groups: [VATGroup]
    public let netCents: Int64
    public let vatCents: Int64
    public let totalCents: Int64

    public init(groups: [VATGroup], netCents: Int64, vatCents: Int64, totalCents: Int64) {
        self.groups = groups
        self.netCents = netCents
        self.vatCents = vatCents
        self.totalCents = totalCents
    }

    private enum CodingKeys: String, CodingKey {
        case groups
        case netCents = "net_cents"
        case vatCents = "vat_cents"
        case totalCents = "total_cents"
    }
}

/// The lines of one rate and one reason of exemption (EN 16931, BG-23).
public struct VATGroup: Sendable, Hashable, Codable {
    public let rate: VATRate
    public let exemptionReason: String?
    public let netCents: Int64
    public let vatCents: Int64

    public init(rate: VATRate, exemptionReason: String?, netCents: Int64, vatCents: Int64) {
        self.rate = rate
        self.exemptionReason = exemptionReason
        self.netCents = netCents
        self.vatCents = vatCents
    }

    private enum CodingKeys: String, CodingKey {
        case rate
        case exemptionReason = "exemption_reason"
        case netCents = "net_cents"
        case vatCents = "vat_cents"
    }
}
