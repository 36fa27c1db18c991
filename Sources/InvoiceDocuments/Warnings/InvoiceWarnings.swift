public import Invoices

/// What the rules of EN 16931 and of France ask for and this invoice lacks, in a fixed order. An invoice without warnings
/// passes the validators.
public struct InvoiceWarnings: Sendable {
    public let all: [InvoiceWarning]

    public init(_ invoice: Invoice) {
        var all: [InvoiceWarning] = []
        func warn(_ code: String, _ message: String, when isSo: Bool) {
            if isSo { all.append(InvoiceWarning(code: code, message: message)) }
        }
        let (seller, buyer) = (invoice.seller, invoice.buyer)
        let isFrench = seller.address.country == "FR"

        warn(
            "seller_siren_missing", "The seller has no SIREN of nine digits: add siren to the seller's file.",
            when: isFrench && seller.siren.flatMap(SIREN.init) == nil)
        warn(
            "seller_vat_number_missing",
            "The seller has no VAT number that begins with its country: add vat_number to the seller's file.",
            when: !Self.isVATNumber(seller.vatNumber))
        warn(
            "seller_electronic_address_missing",
            "The seller has no address for electronic invoices: add siren or electronic_address to the seller's file.",
            when: ElectronicAddress(seller) == nil)
        warn(
            "seller_electronic_address_invalid", Self.addressRule("The seller's"),
            when: ElectronicAddress(seller).map { !$0.isValid } ?? false)
        warn(
            "seller_iban_missing",
            "The seller has no IBAN, so that the invoice names no account to pay to: add iban to the seller's file.",
            when: invoice.kind == .invoice && seller.iban?.visible == nil)
        warn(
            "seller_legal_notice_missing",
            "The seller's legal form, capital and register are not said: add legal_notice to the seller's file.",
            when: isFrench && seller.legalNotice?.visible == nil)
        warn(
            "seller_country_invalid", "The seller's country is not two capital letters (ISO 3166-1).",
            when: !Self.isCountry(seller.address.country))

        warn(
            "buyer_address_missing", "The buyer has no address: complete the billing profile.",
            when: buyer.address == nil)
        warn(
            "buyer_country_invalid", "The buyer's country is not two capital letters (ISO 3166-1).",
            when: buyer.address.map { !Self.isCountry($0.country) } ?? false)
        let isForeign = buyer.address.map { $0.country != "FR" } ?? false
        warn(
            "buyer_siren_missing", "The buyer has no SIREN of nine digits: add siren to the billing profile.",
            when: isFrench && !isForeign && buyer.siren.flatMap(SIREN.init) == nil)
        warn(
            "buyer_vat_number_invalid", "The buyer's VAT number does not begin with a country: correct vat_number.",
            when: buyer.vatNumber?.visible != nil && !Self.isVATNumber(buyer.vatNumber))
        warn(
            "buyer_electronic_address_missing",
            "The buyer has no address for electronic invoices: add siren, electronic_address or email to the billing profile.",
            when: ElectronicAddress(buyer) == nil)
        warn(
            "buyer_electronic_address_invalid", Self.addressRule("The buyer's"),
            when: ElectronicAddress(buyer).map { !$0.isValid } ?? false)

        warn(
            "currency_not_eur", "The invoice is not in euros: French rules want its VAT in euros, too.",
            when: isFrench && invoice.currency.code != "EUR")
        warn(
            "vat_rate_unknown", "A rate of VAT is none of France's: look at the plan.",
            when: isFrench && invoice.lines.contains { !Self.frenchRates.contains($0.vatRate.hundredths) })
        warn(
            "vat_exemption_reason_missing",
            "No VAT is due on a line, and the reason is not said: add vat_exemption_reason to the plan.",
            when: invoice.lines.contains {
                VATCategory($0.vatRate, exemptionReason: $0.vatExemptionReason) == .zeroRated
            })
        warn("no_lines", "The invoice has no lines.", when: invoice.lines.isEmpty)
        warn(
            "due_date_missing", "The invoice does not say by when it is to be paid.",
            when: invoice.kind == .invoice && invoice.totals.totalCents > 0 && invoice.dueAt == nil)
        warn(
            "corrected_invoice_missing", "The credit note does not say which invoice it takes back.",
            when: invoice.kind == .creditNote && invoice.corrected == nil)
        self.all = all
    }

    private static func addressRule(_ whose: String) -> String {
        "\(whose) electronic_address is not one of the French directory: letters, digits, '-', '_' and '.', at most 125."
    }

    private static func isVATNumber(_ text: String?) -> Bool {
        guard let text = text?.visible else { return false }
        return isCountry(String(text.prefix(2))) && text.count > 4
    }

    private static func isCountry(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// Hundredths of a per cent. Source: BR-FR-16.
    private static let frenchRates: Set<Int32> = [
        0, 90, 105, 175, 210, 550, 700, 850, 920, 960, 1000, 1300, 1960, 2000, 2060,
    ]
}

extension ElectronicAddress {
    /// BR-FR-23 and BR-FR-25.
    var isValid: Bool {
        guard (1...125).contains(value.count) else { return false }
        return scheme != "0225"
            || value.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
            }
    }
}
