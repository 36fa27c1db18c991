public import Foundation
import Postgres

/// An item that came, or was marked.
public struct InboxChange: Sendable {
    public let user: UUID
    /// What the look before had shown.
    public let place: InboxPlace
    public let item: InboxItem
    /// It came since then; otherwise it was marked.
    public let isNew: Bool
}

extension NotificationStore {
    /// Changes of one look; those of the last transaction are all among them.
    private static let changesAtOnce: Int64 = 1000

    /// What inboxes have, of whatever tenants they are, that earlier looks did not show, in the order of the transactions, and how
    /// far this look has got: not to the end when there is more. What changed more than a day ago is over.
    /// - Parameter places: of users, what was shown; nil: the look shows nothing, and only says how far it would get.
    public func inboxChanges(
        of places: [(user: UUID, place: InboxPlace?)]
    ) async throws -> (changes: [InboxChange], place: InboxPlace, isWhole: Bool) {
        let known = places.compactMap { user, place in place.map { (user, $0) } }
        // After a failover transactions may be numbered again that the former server had: they are not shown yet.
        let rows = try await database.query(
            """
            with asked as (
                select user_id, place, case
                    when pg_snapshot_xmax(place::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) then place::pg_snapshot
                    else (least(pg_snapshot_xmin(place::pg_snapshot), pg_snapshot_xmax(pg_current_snapshot()))::text || ':'
                        || pg_snapshot_xmax(pg_current_snapshot())::text || ':')::pg_snapshot end as shown
                from unnest(\(known.map(\.0)), \(known.map(\.1.text))) as asked(user_id, place)
            )
            select pg_current_snapshot()::text as now, change.*
            from (select 1) as one left join lateral (
                select asked.place, item.user_id, \(Self.inboxColumns), item.changed_xid::text as transaction,
                    item.read_at is null and not pg_visible_in_snapshot(item.created_xid, asked.shown) as is_new
                from asked join flotilla.inbox_items item on item.user_id = asked.user_id
                    and item.changed_xid >= pg_snapshot_xmin(asked.shown)
                    -- Rows that came out of a dump have numbers of another server, which may be still to come here.
                    and item.changed_xid < pg_snapshot_xmax(pg_current_snapshot())
                    and not pg_visible_in_snapshot(item.changed_xid, asked.shown)
                    and item.changed_at > clock_timestamp() - interval '1 day'
                order by item.changed_xid fetch first \(Self.changesAtOnce) rows with ties
            ) change on true
            order by change.transaction::xid8, change.notification_id
            """, as: "flotilla_dispatcher")
        guard let now = try rows.first.flatMap({ InboxPlace(try $0.decode("now")) }) else {
            throw PostgresError.unreadable("a snapshot")
        }
        let changes = try rows.compactMap { row -> InboxChange? in
            guard let text: String = try row.decode("place"), let place = InboxPlace(text) else { return nil }
            return InboxChange(
                user: try row.decode("user_id"), place: place, item: try InboxItem(row), isNew: try row.decode("is_new")
            )
        }
        guard changes.count >= Self.changesAtOnce,
            let last = try rows.last.flatMap({ UInt64(try $0.decode("transaction", as: String.self)) })
        else { return (changes, now, true) }
        return (changes, now.before(last + 1), false)
    }
}
