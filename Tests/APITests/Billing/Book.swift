import FleetTestSupport

/// What invoices add up to.
struct Book: Equatable {
    var issued = 0
    var issuedNet = 0
    var collected = 0
    var outstanding = 0

    init() {}

    init(_ json: JSON) {
        func cents(_ name: String) -> Int { if case .number(let number) = json[name] { Int(number) } else { .min } }
        (issued, issuedNet) = (cents("issued_cents"), cents("issued_net_cents"))
        (collected, outstanding) = (cents("collected_cents"), cents("outstanding_cents"))
    }

    mutating func add(_ other: Book) {
        issued += other.issued
        issuedNet += other.issuedNet
        collected += other.collected
        outstanding += other.outstanding
    }

    mutating func add(_ invoice: RandomInvoice) {
        let total = invoice.net + invoice.vat
        if !invoice.fate.isTakenBack { (issued, issuedNet) = (issued + total, issuedNet + invoice.net) }
        if [.paid, .owedBack].contains(invoice.fate) { collected += total }
        if invoice.fate == .open { outstanding += total }
    }
}
