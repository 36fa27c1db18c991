import Foundation

/// Something that the gateway and the ledger say differently.
struct GatewayDifference: Sendable, Encodable {
    enum Kind: String, Sendable, Encodable {
        case missingAtGateway = "missing_at_gateway"
        case missingInLedger = "missing_in_ledger"
        case amount, status, refund
    }

    let kind: Kind
    /// The gateway's object, or our payment where the gateway has none.
    let subject: String
    var tenant: UUID?
    var paymentID: UUID?
    /// One line, without anything of a person.
    let detail: String

    private enum CodingKeys: String, CodingKey {
        case kind, subject, tenant, detail
        case paymentID = "payment_id"
    }
}
