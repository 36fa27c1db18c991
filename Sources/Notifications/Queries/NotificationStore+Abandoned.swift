import Foundation
import Postgres

extension NotificationStore {
    /// Open deliveries that one step looks at.
    static let abandonedAtOnce = 1000

    /// Ends deliveries whose job ended without saying what became of them: what was begun may have arrived. One step, from
    /// where the last one ended.
    /// - Returns: where the next step begins; nil after the last delivery.
    func endAbandoned(after cursor: UUID?) async throws -> (next: UUID?, ended: Int) {
        let beyond: Query = cursor.map { "id > \($0)" } ?? "true"
        let rows = try await database.query(
            """
            with page as (
                select id, job_id from flotilla.deliveries where status = 'queued' and \(beyond)
                order by id limit \(Int64(Self.abandonedAtOnce))
            ), gone as (
                select page.id, job.error ->> 'code' as code, exists (
                    select from flotilla.delivery_attempts where delivery_id = page.id and outcome is null
                ) as is_open
                from page join lateral (
                    select status, error from flotilla.jobs where id = page.job_id limit 1
                ) job on job.status in ('failed', 'cancelled', 'succeeded')
            ), ended as (
                update flotilla.deliveries delivery
                set reason = coalesce(gone.code, 'cancelled'),
                    status = case when gone.is_open or gone.code in (\(DeliveryRecord.stopped)) then 'unknown' else 'failed' end
                from gone where delivery.id = gone.id and delivery.status = 'queued' returning delivery.id
            )
            select (select count(*) from ended) as ended,
                (select id from page order by id desc offset 0 limit 1) as last, (select count(*) from page) as looked_at
            """, as: "flotilla_dispatcher")
        guard let row = rows.first else { return (nil, 0) }
        let isWhole = try row.decode("looked_at", as: Int64.self) == Int64(Self.abandonedAtOnce)
        return (isWhole ? try row.decode("last") : nil, Int(try row.decode("ended", as: Int64.self)))
    }
}
