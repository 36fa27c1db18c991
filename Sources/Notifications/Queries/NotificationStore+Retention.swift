import Foundation
import Postgres

extension NotificationStore {
    /// Rows of one step.
    private static let page: Int64 = 500

    /// Deletes a page of what is older than it is kept, with deliveries, attempts and inbox items; what still waits to be
    /// sent stays. The links of mails about access go once no token of theirs can be good, keys once they are held no more.
    /// - Parameter retention: of notifications.
    /// - Returns: how many notifications were deleted, and whether there may be more to do.
    func collect(olderThan retention: Duration) async throws -> (deleted: Int, hasMore: Bool) {
        let notifications = try await database.query(
            """
            delete from flotilla.notifications where id in (
                select id from flotilla.notifications notification
                where id < \(Self.identity(before: retention)) and not exists (
                    select from flotilla.deliveries
                    where notification_id = notification.id and status = 'queued')
                order by id limit \(Self.page))
            returning id
            """, as: "flotilla_dispatcher")
        let keys = try await database.query(
            """
            delete from flotilla.notification_keys where held_until < now() and (tenant, key) in (
                select tenant, key from flotilla.notification_keys where held_until < now()
                order by held_until limit \(Self.page))
            returning 1
            """, as: "flotilla_dispatcher")
        let links = try await database.query(
            """
            update flotilla.notifications set link = null, data = '{}' where id in (
                select id from flotilla.notifications
                where link is not null and template in ('user_invited', 'password_reset')
                    and id < \(Self.identity(before: .seconds(8 * 86_400)))
                order by id limit \(Self.page))
            returning 1
            """, as: "flotilla_dispatcher")
        let most = max(notifications.count, keys.count, links.count)
        return (notifications.count, most >= Int(Self.page))
    }

    /// The least UUIDv7 of a time: ids are in the order of their making (RFC 9562, section 5.7).
    static func identity(at moment: Query) -> Query {
        "(lpad(to_hex(floor(extract(epoch from \(moment)) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid"
    }

    private static func identity(before age: Duration) -> Query {
        identity(at: "now() - \(age / .seconds(1)) * interval '1 second'")
    }
}
