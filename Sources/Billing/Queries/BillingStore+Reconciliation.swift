import Foundation
import Postgres
import Stripe

/// A difference that was found, and has not ended.
struct OpenDifference: Sendable {
    let id: UUID
    let kind: String
    let subject: String
    let foundAt: Date

    func isRecent(at now: Date, within time: TimeInterval) -> Bool { now.timeIntervalSince(foundAt) < time }
}

extension BillingStore {
    private static let entries: Query = """
        select payment.id, payment.tenant, payment.status, payment.amount_cents, payment.currency, payment.intent_id,
            exists (select from flotilla.refunds where payment_id = payment.id and status <> 'failed') as is_refunded
        from flotilla.payments payment
        """

    /// The payments that these are, by either side's id.
    func entries(of intents: [PaymentIntent]) async throws -> [LedgerEntry] {
        let (own, theirs) = (intents.compactMap(\.ownID), intents.map(\.id))
        return try await database.query(
            "\(Self.entries) where payment.id = any(\(own)) or payment.intent_id = any(\(theirs))", as: Self.operators
        ).map { try LedgerEntry($0) }
    }

    func entries(ofIntents ids: [String]) async throws -> [LedgerEntry] {
        if ids.isEmpty { return [] }
        return try await database.query(
            "\(Self.entries) where payment.intent_id = any(\(ids))", as: Self.operators
        ).map { try LedgerEntry($0) }
    }

    /// Payments that the ledger has as taken, by when they were begun.
    func taken(from start: Date, to end: Date) async throws -> [LedgerEntry] {
        try await database.query(
            """
            \(Self.entries)
            where payment.status = 'succeeded' and payment.created_at >= \(start) and payment.created_at < \(end)
            """, as: Self.operators
        ).map { try LedgerEntry($0) }
    }

    func openDifferences() async throws -> [OpenDifference] {
        try await database.query(
            """
            select id, kind, subject, found_at from flotilla.gateway_differences
            where ended_at is null order by found_at limit 1000
            """, as: Self.operators
        ).map {
            OpenDifference(
                id: try $0.decode("id"), kind: try $0.decode("kind"), subject: try $0.decode("subject"),
                foundAt: try $0.decode("found_at"))
        }
    }

    /// Writes what a night has found, as an effect.
    static func noting(_ found: [GatewayDifference], agreed: [UUID], at moment: Date) throws -> [Query] {
        [
            .enterOperators,
            "select flotilla.note_gateway_differences(\(try JSONText(encoding: found))::jsonb, \(agreed), \(moment))",
        ]
    }

    /// Payments of the last 62 days whose refund failed, and that no other refund has given back since.
    public func failedRefunds() async throws -> Int {
        let rows = try await database.query(
            """
            select count(distinct refund.payment_id) as count from flotilla.refunds refund
            where refund.status = 'failed' and refund.settled_at > now() - interval '62 days' and not exists (
                select from flotilla.refunds again where again.payment_id = refund.payment_id and again.status <> 'failed')
            """, as: Self.operators)
        return Int(try rows.first?.decode("count", as: Int64.self) ?? 0)
    }

    /// Differences that have not ended, with the kinds of the first.
    public func differences() async throws -> (count: Int, kinds: [String]) {
        let rows = try await database.query(
            """
            select count(*) as count, coalesce(array_agg(distinct kind), '{}') as kinds
            from flotilla.gateway_differences where ended_at is null
            """, as: Self.operators)
        guard let row = rows.first else { return (0, []) }
        return (Int(try row.decode("count", as: Int64.self)), try row.decode("kinds"))
    }
}
