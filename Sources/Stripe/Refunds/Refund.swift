public import Foundation

/// Stripe's Refund (https://docs.stripe.com/api/refunds/object), as far as it is read.
public struct Refund: Sendable, Hashable, Identifiable {
    public enum Status: String, Sendable, Hashable {
        case pending
        case requiresAction = "requires_action"
        case succeeded
        case failed
        case canceled
        /// One that Stripe has added since.
        case other
    }

    /// `re_…`
    public let id: String
    /// In the currency's smallest unit.
    public let amountCents: Int64
    /// Three small letters.
    public let currency: String
    public let paymentIntentID: String?
    public let status: Status
    public let created: Date
    public let metadata: [String: String]
    /// Why it failed, such as `expired_or_canceled_card`: the money is back in the account that the charge went to.
    public let failureReason: String?

    public var invoiceID: UUID? { metadata["invoice_id"].flatMap(UUID.init(uuidString:)) }
}

extension Refund: Decodable {
    private enum Key: String, CodingKey {
        case id, object, amount, currency, status, created, metadata
        case paymentIntent = "payment_intent"
        case failureReason = "failure_reason"
    }

    /// - Throws: for what is no Refund, or one whose amount no `Int64` holds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard try container.decode(String.self, forKey: .object) == "refund" else {
            throw DecodingError.dataCorruptedError(forKey: .object, in: container, debugDescription: "no refund")
        }
        id = try container.decode(String.self, forKey: .id)
        amountCents = try container.decode(Int64.self, forKey: .amount)
        currency = try container.decode(String.self, forKey: .currency)
        paymentIntentID = try container.decodeIfPresent(ObjectReference.self, forKey: .paymentIntent)?.id
        status = try container.decodeIfPresent(String.self, forKey: .status).flatMap(Status.init(rawValue:)) ?? .other
        created = Date(timeIntervalSince1970: TimeInterval(try container.decode(Int64.self, forKey: .created)))
        metadata = try container.decodeIfPresent([String: String].self, forKey: .metadata) ?? [:]
        failureReason = try container.decodeIfPresent(String.self, forKey: .failureReason)
    }
}
