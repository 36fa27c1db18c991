import Foundation
public import Stripe

extension BillingStore {
    /// What became of an event of the gateway.
    public enum EventEffect: String, Sendable, CaseIterable {
        case accepted, repeated
        case otherAccount = "other_account"
        case unknownPayment = "unknown_payment"
    }

    /// Keeps an event of the gateway, once; with it a job that looks up the payment that it is about.
    public func record(_ event: StripeEvent) async throws -> EventEffect {
        let payment = event.paymentID.flatMap { UUID(uuidString: $0) }
        let text = try await database.query(
            """
            select flotilla.record_gateway_event(\(event.id), \(event.type), \(event.account), \(event.objectID),
                \(event.paymentIntentID), \(payment)) as effect
            """, as: Self.operators
        ).first?.decode("effect", as: String.self)
        return text.flatMap { EventEffect(rawValue: $0) } ?? .unknownPayment
    }

    /// Removes events that the gateway will not send again: it tries for some days.
    func forgetEvents(before date: Date) async throws {
        _ = try await database.query(
            "delete from flotilla.gateway_events where received_at < \(date)", as: Self.operators)
    }
}
