/// Who invoices. One file of JSON (`FLOTILLA_SELLER_FILE`); copied onto every invoice.
public struct Seller: Sendable, Hashable, Codable {
    public let legalName: String
    public let address: PostalAddress
    /// Nine digits.
    public let siren: String?
    public let vatNumber: String?
    public let iban: String?
    public let email: String?
    /// Of electronic invoicing (EN 16931, BT-34): the SIREN's unless said.
    public let electronicAddress: String?
    /// Before the year in a number: `FL` gives `FL-2026-000001`.
    public let invoicePrefix: String
    /// Legal form, capital and register, as the law of its country wants them on an invoice.
    public let legalNotice: String?

    public init(
        legalName: String, address: PostalAddress, siren: String? = nil, vatNumber: String? = nil, iban: String? = nil,
        email: String? = nil, electronicAddress: String? = nil, invoicePrefix: String, legalNotice: String? = nil
    ) {
        self.legalName = legalName
        self.address = address
        self.siren = siren
        self.vatNumber = vatNumber
        self.iban = iban
        self.email = email
        self.electronicAddress = electronicAddress
        self.invoicePrefix = invoicePrefix
        self.legalNotice = legalNotice
    }

    private enum CodingKeys: String, CodingKey {
        case address, siren, iban, email
        case legalName = "legal_name"
        case vatNumber = "vat_number"
        case electronicAddress = "electronic_address"
        case invoicePrefix = "invoice_prefix"
        case legalNotice = "legal_notice"
    }
}

/// Who is invoiced, as its billing profile said at that time.
public struct Buyer: Sendable, Hashable, Codable {
    public let legalName: String
    /// nil: the school has not said it yet.
    public let address: PostalAddress?
    public let siren: String?
    public let vatNumber: String?
    public let email: String?
    /// Of electronic invoicing (EN 16931, BT-49).
    public let electronicAddress: String?
    /// `fr` or `en`: the language of the invoice.
    public let language: String

    public init(
        legalName: String, address: PostalAddress? = nil, siren: String? = nil, vatNumber: String? = nil,
        email: String? = nil, electronicAddress: String? = nil, language: String = "fr"
    ) {
        self.legalName = legalName
        self.address = address
        self.siren = siren
        self.vatNumber = vatNumber
        self.email = email
        self.electronicAddress = electronicAddress
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case address, siren, email, language
        case legalName = "legal_name"
        case vatNumber = "vat_number"
        case electronicAddress = "electronic_address"
    }
}

public struct PostalAddress: Sendable, Hashable, Codable {
    public let line1: String
    public let line2: String?
    public let postalCode: String
    public let city: String
    /// Two capital letters (ISO 3166-1).
    public let country: String

    public init(line1: String, line2: String? = nil, postalCode: String, city: String, country: String) {
        self.line1 = line1
        self.line2 = line2
        self.postalCode = postalCode
        self.city = city
        self.country = country
    }

    private enum CodingKeys: String, CodingKey {
        case line1, line2, city, country
        case postalCode = "postal_code"
    }
}
