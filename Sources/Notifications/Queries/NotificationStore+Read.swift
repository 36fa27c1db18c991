public import Foundation
import Postgres

extension NotificationStore {
    /// - Parameter reader: a user who sees the own deliveries alone; nil for all of them.
    /// - Returns: nil where there is none, or none of the reader's.
    public func notification(
        _ id: UUID, of tenant: UUID, seenBy reader: UUID? = nil
    ) async throws -> NotificationRecord? {
        let rows = try await database.queries(
            [
                """
                select id, tenant, template, severity, send_at, created_at from flotilla.notifications
                where id = \(id) and tenant = \(tenant)
                """,
                DeliveryRecord.query(
                    where: """
                        delivery.notification_id = \(id) and delivery.tenant = \(tenant)
                            and (\(reader)::uuid is null or delivery.user_id = \(reader))
                        """,
                    order: "delivery.id"),
            ], of: tenant)
        let deliveries = try rows[1].map { try DeliveryRecord($0) }
        guard let row = rows[0].first, reader == nil || !deliveries.isEmpty else { return nil }
        return NotificationRecord(
            id: try row.decode("id"), tenant: try row.decode("tenant"), template: try row.decode("template"),
            severity: try row.decode("severity"), sendAt: try row.decode("send_at"),
            createdAt: try row.decode("created_at"), deliveries: deliveries)
    }

    public func delivery(_ id: UUID, of tenant: UUID) async throws -> DeliveryRecord? {
        try await database.query(
            DeliveryRecord.query(where: "delivery.id = \(id) and delivery.tenant = \(tenant)", order: "delivery.id"),
            of: tenant
        ).first.map { try DeliveryRecord($0) }
    }

    /// What was sent to one destination, the newest first.
    public func deliveries(
        to recipient: String, by channel: Channel, of tenant: UUID, before cursor: UUID?, limit: Int
    ) async throws -> [DeliveryRecord] {
        let beyond: Query = cursor.map { "delivery.id < \($0)" } ?? "true"
        return try await database.query(
            DeliveryRecord.query(
                where: """
                    delivery.recipient = \(recipient) and delivery.channel = \(channel.rawValue)
                        and delivery.tenant = \(tenant) and \(beyond)
                    """,
                order: "delivery.id desc limit \(Int64(limit))"),
            of: tenant
        ).map { try DeliveryRecord($0) }
    }
}

extension DeliveryRecord {
    /// - Parameters:
    ///   - rows: those of the table that are looked at.
    ///   - condition: over `delivery`.
    ///   - order: with a limit, if there is one.
    static func query(
        among rows: Query = "flotilla.deliveries", where condition: Query, order: Query
    ) -> Query {
        """
        select delivery.id, delivery.tenant, delivery.notification_id, delivery.channel, delivery.recipient,
            delivery.job_id, delivery.message_id, delivery.sent_at, delivery.created_at, made.started_at as starts,
            made.outcomes, made.codes, made.texts, \(status) as status, \(reason) as reason, exists (
                select from flotilla.notifications said where said.id = delivery.notification_id
                    and said.template = any(\(Templates.access.map(\.name))) and said.link is null and said.data = '{}'
            ) as is_removed
        from \(rows) delivery
            left join lateral (
                select array_agg(started_at order by number) as started_at, array_agg(outcome order by number) as outcomes,
                    array_agg(code order by number) as codes, array_agg(text order by number) as texts
                from flotilla.delivery_attempts where delivery_id = delivery.id
            ) made on true
            left join lateral (
                select status, error from flotilla.jobs
                where id = case when delivery.status = 'queued' then delivery.job_id end limit 1
            ) job on true
        where \(condition) order by \(order)
        """
    }

    /// A job that ended without an outcome was stopped from outside: what it had begun may have arrived. That state is not
    /// stored twice, so it cannot be out of date.
    private static let status: Query = """
        case
            when delivery.status <> 'queued' or job.status in ('scheduled', 'queued', 'running', 'retrying')
                then delivery.status
            when job.error ->> 'code' in (\(stopped))
                or made.outcomes[cardinality(made.outcomes)] is null and made.outcomes is not null then 'unknown'
            else 'failed'
        end
        """

    /// The codes of jobs that were stopped from outside.
    static let stopped: Query = "'crashed', 'worker_lost', 'timed_out', 'out_of_memory', 'interrupted'"

    private static let reason: Query = """
        case when delivery.status <> 'queued' then delivery.reason else job.error ->> 'code' end
        """

    init(_ row: Row) throws {
        let (starts, outcomes) = (
            try row.decode("starts", as: [Date]?.self) ?? [], try row.decode("outcomes", as: [String?]?.self) ?? []
        )
        let (codes, texts) = (
            try row.decode("codes", as: [String?]?.self) ?? [], try row.decode("texts", as: [String?]?.self) ?? []
        )
        let attempts = zip(zip(starts, outcomes), zip(codes, texts)).map { first, second in
            DeliveryAttempt(
                startedAt: first.0, outcome: first.1.flatMap(DeliveryAttempt.Outcome.init(rawValue:)),
                code: second.0, text: second.1)
        }
        self.init(
            id: try row.decode("id"), tenant: try row.decode("tenant"),
            notificationID: try row.decode("notification_id"), channel: try row.decode("channel"),
            recipient: try row.decode("recipient"), jobID: try row.decode("job_id"),
            status: DeliveryStatus(rawValue: try row.decode("status")) ?? .unknown, reason: try row.decode("reason"),
            attempts: attempts, sentAt: try row.decode("sent_at"), messageID: try row.decode("message_id"),
            isRemoved: try row.decode("is_removed"),
            createdAt: try row.decode("created_at"))
    }
}
