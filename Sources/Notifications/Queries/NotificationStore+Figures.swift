import Foundation
import Postgres

extension NotificationStore {
    /// Rows of one status that are counted.
    private static let mostStanding: Int64 = 10_000
    /// After a month and some days a mail that was never sent is no news any more: the next invoice has come.
    private static let unsentDays = 35.0
    /// Seconds after which the transaction of an attempt's end has committed.
    private static let settling = 5.0
    /// Seconds that one reading covers at most.
    private static let longestTail = 60.0

    /// Attempts that ended since a moment, some seconds behind the present: their ends commit a little after they are dated.
    /// - Parameter moment: nil to begin now.
    func endedAttempts(
        after moment: Date?
    ) async throws -> (attempts: [EndedAttempts], until: Date?, isComplete: Bool) {
        let rows = try await database.query(
            """
            with tail as (
                select start, least(last, start + \(Self.longestTail) * interval '1 second') as until, last from (
                    select now() - \(Self.settling) * interval '1 second' as last,
                        coalesce(\(moment), now() - \(Self.settling) * interval '1 second') as start
                ) clock
            )
            select tail.until, tail.until >= tail.last as is_complete, ended.channel, ended.outcome, ended.count
            from tail left join lateral (
                select channel, outcome, count(*) as count from flotilla.delivery_attempts
                where finished_at > tail.start and finished_at <= tail.until group by channel, outcome
            ) ended on true
            """, as: "flotilla_dispatcher")
        guard let first = rows.first else { return ([], moment, true) }
        let attempts = try rows.compactMap { row -> EndedAttempts? in
            guard let channel = try row.decode("channel", as: String?.self) else { return nil }
            return EndedAttempts(
                channel: channel, outcome: try row.decode("outcome"),
                count: Int(try row.decode("count", as: Int64.self)))
        }
        return (attempts, try first.decode("until"), try first.decode("is_complete"))
    }

    /// What waits, failed or may have arrived, what is left alone, and which notifications no mail was sent of.
    func standing() async throws -> StandingDeliveries {
        let rows = try await database.query(
            """
            with standing as materialized (
                (select notification_id, channel, status, created_at from flotilla.deliveries where status = 'queued'
                    order by id desc limit \(Self.mostStanding))
                union all (select notification_id, channel, status, created_at from flotilla.deliveries
                    where status = 'failed' order by id desc limit \(Self.mostStanding))
                union all (select notification_id, channel, status, created_at from flotilla.deliveries
                    where status = 'unknown' order by id desc limit \(Self.mostStanding))
            )
            select 'standing' as figure, channel || ' ' || status as label, count(*) as count
            from standing group by channel, status
            union all
            select 'down', case split_part(destination, ' ', 1) when 'smtp' then 'email'
                    else split_part(destination, ' ', 1) end, count(*)
            from flotilla.delivery_circuits where open_until > now() group by 2
            union all
            select 'unsent', notification.template, count(distinct notification.id)
            from standing join flotilla.notifications notification on notification.id = standing.notification_id
            where standing.channel = 'email' and notification.template is not null
                and standing.created_at > now() - \(Self.unsentDays) * interval '1 day'
                and (standing.status <> 'queued'
                    or coalesce(notification.send_at, standing.created_at) < now() - interval '1 day')
                and not exists (
                    select from flotilla.deliveries sent where sent.notification_id = standing.notification_id
                        and sent.channel = 'email' and sent.status = 'sent')
            group by notification.template
            """, as: "flotilla_dispatcher")
        var figures: [String: [String: Int]] = [:]
        for row in rows {
            let figure = try row.decode("figure", as: String.self)
            let label = try row.decode("label", as: String.self)
            figures[figure, default: [:]][label] = Int(try row.decode("count", as: Int64.self))
        }
        return StandingDeliveries(
            count: figures["standing"] ?? [:], down: figures["down"] ?? [:], unsent: figures["unsent"] ?? [:])
    }
}
