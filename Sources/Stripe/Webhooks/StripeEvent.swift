public import Foundation

/// An event of Stripe (https://docs.stripe.com/api/events/object). Events come in any order, more than once, and late: one
/// only says which object is to be fetched again, and its `id` whether it came before.
public struct StripeEvent: Sendable, Hashable, Identifiable {
    /// `evt_…`
    public let id: String
    /// Such as `payment_intent.succeeded`.
    public let type: String
    /// The connected account that it is of, `acct_…`; nil for our own.
    public let account: String?
    public let isLive: Bool
    public let created: Date
    /// What the object is, such as `payment_intent`, `charge` or `refund`.
    public let objectKind: String
    /// Nil for an object that has none, such as a balance.
    public let objectID: String?
    /// `pi_…`: the object itself, or the payment that it belongs to.
    public let paymentIntentID: String?
    public let metadata: [String: String]

    public var invoiceID: UUID? { metadata["invoice_id"].flatMap(UUID.init(uuidString:)) }
    public var paymentID: String? { metadata["payment_id"] }
}

extension StripeEvent: Decodable {
    private enum Key: String, CodingKey {
        case id, object, type, account, livemode, created, data
    }

    private struct Content: Decodable {
        let object: Object
    }

    private struct Object: Decodable {
        let id: String?
        let kind: String
        let paymentIntent: String?
        let metadata: [String: String]

        private enum Key: String, CodingKey {
            case id, object, metadata
            case paymentIntent = "payment_intent"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            kind = try container.decode(String.self, forKey: .object)
            // Of kinds that are not ours these may be anything.
            id = try? container.decodeIfPresent(String.self, forKey: .id)
            paymentIntent = (try? container.decodeIfPresent(ObjectReference.self, forKey: .paymentIntent))??.id
            metadata = (try? container.decodeIfPresent([String: String].self, forKey: .metadata)) ?? [:]
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard try container.decode(String.self, forKey: .object) == "event" else {
            throw DecodingError.dataCorruptedError(forKey: .object, in: container, debugDescription: "no event")
        }
        id = try container.decode(String.self, forKey: .id)
        type = try container.decode(String.self, forKey: .type)
        account = try container.decodeIfPresent(String.self, forKey: .account)
        isLive = try container.decodeIfPresent(Bool.self, forKey: .livemode) ?? false
        created = Date(timeIntervalSince1970: TimeInterval(try container.decode(Int64.self, forKey: .created)))
        let object = try container.decode(Content.self, forKey: .data).object
        objectKind = object.kind
        objectID = object.id
        paymentIntentID = object.kind == "payment_intent" ? object.id : object.paymentIntent
        metadata = object.metadata
    }
}
