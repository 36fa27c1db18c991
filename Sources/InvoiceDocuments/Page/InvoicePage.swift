import Contracts
import Invoices

/// What a reader sees of an invoice, in its language and order, and nothing of how it is drawn: the page of a browser and the
/// PDF show the same.
struct InvoicePage {
    struct Fact {
        let label: String
        let value: String
    }

    struct Party {
        let label: String
        let name: String
        let lines: [String]
    }

    struct Row {
        let description: String
        /// What it pays for, when that is not the invoice's month.
        let period: String?
        let quantity: String
        let unitPrice: String
        let rate: String
        let net: String
    }

    struct VATRow {
        let rate: String
        let base: String
        let vat: String
        let exemption: String?
    }

    let language: Language
    let title: String
    let facts: [Fact]
    let seller: Party
    let buyer: Party
    let headings: Row
    let rows: [Row]
    let vatHeadings: VATRow
    let vatRows: [VATRow]
    /// The last is what is due.
    let totals: [Fact]
    /// How and by when it is paid.
    let payment: [String]
    let notices: [String]

    init(_ issued: IssuedInvoice) {
        let (invoice, words) = (issued.invoice, issued.words)
        language = words.format.language
        title = "\(words.title(invoice.kind)) \(issued.number)"
        facts = Self.facts(issued)
        let (seller, buyer) = (invoice.seller, invoice.buyer)
        self.seller = Party(
            label: words.seller, name: seller.legalName.cleaned,
            lines: Self.lines(seller.address) + Self.numbers(words, seller.siren, seller.vatNumber, seller.email))
        self.buyer = Party(
            label: words.buyer, name: buyer.legalName.cleaned,
            lines: Self.lines(buyer.address) + Self.numbers(words, buyer.siren, buyer.vatNumber, buyer.email))

        headings = Row(
            description: words.description, period: nil, quantity: words.quantity, unitPrice: words.unitPrice,
            rate: words.rate, net: words.net)
        rows = invoice.lines.map { Self.row($0, invoice.period, words) }
        vatHeadings = VATRow(rate: words.rate, base: words.base, vat: words.vat, exemption: nil)
        vatRows = invoice.totals.groups.map { group in
            VATRow(
                rate: words.percent(group.rate), base: words.money(group.netCents), vat: words.money(group.vatCents),
                exemption: group.exemptionReason?.visible)
        }
        totals = [
            Fact(label: words.netTotal, value: words.money(invoice.totals.netCents)),
            Fact(label: words.vatTotal, value: words.money(invoice.totals.vatCents)),
            Fact(label: words.total(invoice.kind), value: words.money(invoice.totals.totalCents)),
        ]
        let transfer = invoice.kind == .invoice ? seller.iban?.visible.map { words.transfer(to: $0) } : nil
        payment = [issued.paymentTerms, transfer].compactMap { $0 }
        notices = (issued.notices?.all ?? []) + [seller.legalNotice?.visible].compactMap { $0 }
    }

    private static func facts(_ issued: IssuedInvoice) -> [Fact] {
        let (invoice, words) = (issued.invoice, issued.words)
        var facts = [
            Fact(label: words.number, value: issued.number),
            Fact(label: words.issuedOn, value: words.format.day(issued.issuedOn)),
        ]
        if invoice.kind == .invoice, let day = issued.dueOn {
            facts.append(Fact(label: words.dueOn, value: words.format.day(day)))
        }
        facts.append(
            Fact(label: words.period, value: words.span(invoice.period.first, invoice.period.lastDay)))
        if let corrected = invoice.corrected {
            let day = words.format.day(corrected.issuedOn)
            facts.append(Fact(label: words.corrects, value: "\(corrected.number.cleaned), \(day)"))
            if let reason = corrected.reason.visible { facts.append(Fact(label: words.reason, value: reason)) }
        }
        return facts
    }

    private static func lines(_ address: PostalAddress?) -> [String] {
        guard let address else { return [] }
        let city = [address.postalCode, address.city].compactMap(\.visible).joined(separator: " ")
        return [address.line1, address.line2, city, address.country].compactMap { $0?.visible }
    }

    private static func numbers(
        _ words: InvoiceWords, _ siren: String?, _ vatNumber: String?, _ email: String?
    ) -> [String] {
        [
            siren?.visible.map { words.labelled("SIREN", $0) },
            vatNumber?.visible.map { words.labelled(words.vatNumber, $0) }, email?.visible,
        ].compactMap { $0 }
    }

    private static func row(_ line: InvoiceLine, _ month: BillingMonth, _ words: InvoiceWords) -> Row {
        let isWholeMonth = line.from == month.first && line.lastDay == month.lastDay
        return Row(
            description: line.description.cleaned,
            period: isWholeMonth ? nil : words.span(line.from, line.lastDay),
            quantity: words.format.number(Int(line.quantity)), unitPrice: words.price(micros: line.unitPriceMicros),
            rate: words.percent(line.vatRate), net: words.money(line.netCents))
    }
}
