import Postgres

extension BillingStore {
    /// Rows of one step.
    private static let useStep: Int64 = 1000

    /// Deletes a page of use that is older than it is kept, and that no invoice is to come of: it was billed, or no school of it
    /// ever subscribed.
    /// - Parameter retention: by the time at which it was used. Older events are refused, so that none is counted a second time.
    /// - Returns: whether there may be more.
    func collectUse(olderThan retention: Duration) async throws -> (deleted: Int, hasMore: Bool) {
        let rows = try await database.query(
            """
            delete from flotilla.usage_events where (source, id) in (
                select source, id from flotilla.usage_events event
                where at < now() - \(retention / .seconds(1)) * interval '1 second' and (
                    invoice_id is not null or not exists (
                        select from flotilla.subscription_changes change where change.tenant = event.tenant))
                order by at limit \(Self.useStep))
            returning 1
            """, as: Self.operators)
        return (rows.count, rows.count == Int(Self.useStep))
    }
}
