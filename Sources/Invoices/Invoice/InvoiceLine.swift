public import Contracts

/// One position of an invoice. Its net amount is `quantity` times `unitPriceMicros`, rounded half up to cents.
public struct InvoiceLine: Sendable, Hashable, Codable {
    public let kind: InvoiceLineKind
    /// In the language of the invoice.
    public let description: String
    public let quantity: Int64
    /// Millionths of the currency's unit (a cent is 10,000 of them), after proration.
    public let unitPriceMicros: Int64
    public let netCents: Int64
    /// Hundredths of a per cent: 2000 are 20 %.
    public let vatRate: VATRate
    /// Why no tax is due; nil when some is.
    public let vatExemptionReason: String?
    /// What of the service it pays for, half-open.
    public let from: CalendarDay
    public let to: CalendarDay
    /// Of metered use: what was counted.
    public let metric: String?

    public init(
        kind: InvoiceLineKind, description: String, quantity: Int64, unitPriceMicros: Int64, netCents: Int64,
        vatRate: VATRate, vatExemptionReason: String? = nil, from: CalendarDay, to: CalendarDay, metric: String? = nil
    ) {
        self.kind = kind
        self.description = description
        self.quantity = quantity
        self.unitPriceMicros = unitPriceMicros
        self.netCents = netCents
        self.vatRate = vatRate
        self.vatExemptionReason = vatExemptionReason
        self.from = from
        self.to = to
        self.metric = metric
    }

    private enum CodingKeys: String, CodingKey {
        case kind, description, quantity, from, to, metric
        case unitPriceMicros = "unit_price_micros"
        case netCents = "net_cents"
        case vatRate = "vat_rate"
        case vatExemptionReason = "vat_exemption_reason"
    }
}

public enum InvoiceLineKind: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    case plan, module, users, metered, adjustment
}

/// A rate of value-added tax in hundredths of a per cent, 0 to 10,000.
public struct VATRate: Sendable, Hashable, Comparable {
    public let hundredths: Int32

    public init?(hundredths: Int32) {
        guard (0...10_000).contains(hundredths) else { return nil }
        self.hundredths = hundredths
    }

    public static func < (left: VATRate, right: VATRate) -> Bool { left.hundredths < right.hundredths }
}

extension VATRate: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let rate = VATRate(hundredths: try container.decode(Int32.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is no rate")
        }
        self = rate
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hundredths)
    }
}
