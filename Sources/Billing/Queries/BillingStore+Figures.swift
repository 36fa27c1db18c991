import Foundation
import Postgres

extension BillingStore {
    /// Seconds after which the transaction of a payment's end has committed.
    private static let settling = 30.0

    /// Payments that ended since a moment, some seconds behind the present: their ends commit a little after they are dated.
    /// - Parameter moment: nil to begin now.
    func endedPayments(after moment: Date?) async throws -> (counts: [String: Int], until: Date?) {
        let rows = try await database.query(
            """
            with clock as (
                select last, coalesce(\(moment), last) as start
                from (select now() - \(Self.settling) * interval '1 second' as last) moment
            )
            select clock.last, ended.status, ended.count from clock left join lateral (
                select status, count(*) as count from flotilla.payments
                where settled_at > clock.start and settled_at <= clock.last group by status
            ) ended on true
            """, as: Self.operators)
        var counts: [String: Int] = [:]
        for row in rows {
            guard let status = try row.decode("status", as: String?.self) else { continue }
            counts[status] = Int(try row.decode("count", as: Int64.self))
        }
        return (counts, try rows.first?.decode("last") ?? moment)
    }

    /// Payments and refunds that may have happened.
    func unknownPayments() async throws -> Int {
        let rows = try await database.query(
            """
            select (select count(*) from flotilla.payments where status = 'unknown')
                + (select count(*) from flotilla.refunds where status = 'unknown') as count
            """, as: Self.operators)
        return Int(try rows.first?.decode("count", as: Int64.self) ?? 0)
    }
}
