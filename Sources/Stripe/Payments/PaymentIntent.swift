public import Foundation

/// Stripe's PaymentIntent (https://docs.stripe.com/api/payment_intents/object), as far as it is read.
public struct PaymentIntent: Sendable, Hashable, Identifiable {
    public enum Status: String, Sendable, Hashable {
        case requiresPaymentMethod = "requires_payment_method"
        case requiresConfirmation = "requires_confirmation"
        case requiresAction = "requires_action"
        case processing
        case requiresCapture = "requires_capture"
        case canceled
        case succeeded
        /// One that Stripe has added since.
        case other
    }

    /// `pi_…`
    public let id: String
    /// In the currency's smallest unit.
    public let amountCents: Int64
    /// What has arrived; nil where the answer does not say.
    public let receivedCents: Int64?
    /// Three small letters.
    public let currency: String
    public let customer: String?
    public let paymentMethod: String?
    public let status: Status
    public let created: Date
    public let isLive: Bool
    public let metadata: [String: String]
    /// Why the last try failed.
    public let lastDecline: Decline?

    public var invoiceID: UUID? { metadata["invoice_id"].flatMap(UUID.init(uuidString:)) }
    public var paymentID: String? { metadata["payment_id"] }
}

extension PaymentIntent: Decodable {
    private enum Key: String, CodingKey {
        case id, object, amount, currency, customer, status, created, livemode, metadata
        case received = "amount_received"
        case paymentMethod = "payment_method"
        case lastError = "last_payment_error"
    }

    /// - Throws: for what is no PaymentIntent, or one whose amount no `Int64` holds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard try container.decode(String.self, forKey: .object) == "payment_intent" else {
            throw DecodingError.dataCorruptedError(
                forKey: .object, in: container, debugDescription: "no payment_intent")
        }
        id = try container.decode(String.self, forKey: .id)
        amountCents = try container.decode(Int64.self, forKey: .amount)
        receivedCents = try container.decodeIfPresent(Int64.self, forKey: .received)
        currency = try container.decode(String.self, forKey: .currency)
        customer = try container.decodeIfPresent(ObjectReference.self, forKey: .customer)?.id
        paymentMethod = try container.decodeIfPresent(ObjectReference.self, forKey: .paymentMethod)?.id
        status = Status(rawValue: try container.decode(String.self, forKey: .status)) ?? .other
        created = Date(timeIntervalSince1970: TimeInterval(try container.decode(Int64.self, forKey: .created)))
        isLive = try container.decodeIfPresent(Bool.self, forKey: .livemode) ?? false
        metadata = try container.decodeIfPresent([String: String].self, forKey: .metadata) ?? [:]
        lastDecline = ((try? container.decodeIfPresent(StripeProblem.self, forKey: .lastError)) ?? nil).map { [id] in
            Decline($0, paymentIntentID: id)
        }
    }
}
