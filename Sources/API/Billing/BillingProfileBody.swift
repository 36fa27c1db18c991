import Billing
import Channels
import Foundation
import HTTPServer
import Invoices
import JSON
import Schemas

/// The body of `PUT /billing-profile`: the profile as a whole.
struct BillingProfileBody {
    struct Members: FieldSet {
        let tenant = Field.uuid("tenant")
        let legalName = Field.line("legal_name", atMost: 1200)
        let address = Field<JSONValue>(
            "address", "an object with line1, postal_code, city and country",
            schema: AddressMembers.schema(required: ["line1", "postal_code", "city", "country"])
        ) { $0 }
        let siren = Field.identifier("siren", "a SIREN: nine digits with their check digit") {
            BusinessIdentifiers.isSIREN($0)
        }
        let vatNumber = Field.identifier("vat_number", "a VAT identifier with its country, such as FR44732829320") {
            BusinessIdentifiers.isVATNumber($0)
        }
        let email: Field<String> = Field("email", "an address of mail") { json in
            json.stringValue.flatMap { text in (try? MailAddress(text)).map { _ in text } }
        }
        let electronicAddress = Field.line("electronic_address", atMost: 200)
        let autoPayment = Field.any(
            "auto_payment", schema: PaymentMembers.schema(required: ["customer", "payment_method"]))
        let timeZone = Field.timeZone("time_zone")
    }

    private struct AddressMembers: FieldSet {
        let line1 = Field.line("line1", atMost: 400)
        let line2 = Field.line("line2", atMost: 400)
        let postalCode = Field.line("postal_code", atMost: 40)
        let city = Field.line("city", atMost: 400)
        let country: Field<String> = Field("country", "a code of ISO 3166-1 such as FR") { json in
            json.stringValue.flatMap { BusinessIdentifiers.isCountry($0) ? $0 : nil }
        }
    }

    private struct PaymentMembers: FieldSet {
        let customer = Field.gatewayID("customer", "cus_…")
        let paymentMethod = Field.gatewayID("payment_method", "pm_…")
    }

    private static let members = Members()
    private static let names = Members.names()
    private static let addressMembers = (fields: AddressMembers(), names: AddressMembers.names())
    private static let paymentMembers = (fields: PaymentMembers(), names: PaymentMembers.names())

    /// nil: the caller's own.
    let tenant: UUID?
    let profile: BillingProfile

    init(_ json: JSONValue) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        tenant = fields.read(members.tenant)
        let (name, email) = (fields.require(members.legalName), fields.require(members.email))
        _ = fields.require(members.address)
        let address = fields.nested(members.address, Self.address)
        let (siren, vatNumber) = (fields.read(members.siren), fields.read(members.vatNumber))
        profile = BillingProfile(
            legalName: name ?? "", address: address ?? nil, siren: siren, vatNumber: vatNumber, email: email,
            electronicAddress: fields.read(members.electronicAddress),
            autoPayment: fields.nested(members.autoPayment, Self.autoPayment) ?? nil,
            timeZone: fields.read(members.timeZone))
        try fields.finish()
    }

    private static func address(_ json: JSONValue) throws(Problem) -> PostalAddress? {
        let members = addressMembers.fields
        var fields = try FieldReader(json, of: addressMembers.names)
        let line2 = fields.read(members.line2)
        let (line1, postalCode) = (fields.require(members.line1), fields.require(members.postalCode))
        let (city, country) = (fields.require(members.city), fields.require(members.country))
        try fields.finish()
        guard let line1, let postalCode, let city, let country else { return nil }
        return PostalAddress(line1: line1, line2: line2, postalCode: postalCode, city: city, country: country)
    }

    private static func autoPayment(_ json: JSONValue) throws(Problem) -> BillingProfile.AutoPayment? {
        var fields = try FieldReader(json, of: paymentMembers.names)
        let customer = fields.require(paymentMembers.fields.customer)
        let method = fields.require(paymentMembers.fields.paymentMethod)
        try fields.finish()
        guard let customer, let method else { return nil }
        return BillingProfile.AutoPayment(customer: customer, paymentMethod: method)
    }
}

extension Field<String> {
    /// Spaces that people write between its parts are left out.
    fileprivate static func identifier(
        _ name: String, _ expected: String, _ isOne: @escaping @Sendable (String) -> Bool
    ) -> Field {
        Field(name, expected) { json in
            guard let text = json.stringValue, text.utf8.count <= 40 else { return nil }
            let written = text.filter { $0 != " " }
            return isOne(written) ? written : nil
        }
    }

    /// As the payment gateway names what it has.
    fileprivate static func gatewayID(_ name: String, _ example: String) -> Field {
        Field(name, "an id of the payment gateway such as \(example)") { json in
            json.stringValue.flatMap { $0.wholeMatch(of: #/[A-Za-z0-9_]{1,255}/#) == nil ? nil : $0 }
        }
    }
}

extension BillingProfileBody {
    static var schema: Schema { Members.schema(required: ["legal_name", "address", "email"]) }
    static let example =
        #"{"legal_name": "Lycée Ada Lovelace", "address": {"line1": "1 rue de la Paix", "postal_code": "75002", "city": "Paris", "country": "FR"}, "email": "accounts@example.org"}"#
}
