/// What lines have in common that are taxed together. From the highest rate down, then by reason.
struct TaxKey: Hashable, Comparable {
    let rate: VATRate
    let reason: String?

    init(rate: VATRate, reason: String?) {
        self.rate = rate
        self.reason = reason
    }

    init(_ line: InvoiceLine) { self.init(rate: line.vatRate, reason: line.vatExemptionReason) }

    static func < (left: TaxKey, right: TaxKey) -> Bool {
        left.rate == right.rate ? (left.reason ?? "") < (right.reason ?? "") : left.rate > right.rate
    }
}
