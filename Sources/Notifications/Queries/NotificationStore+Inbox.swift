public import Foundation
import Postgres
public import Storage

extension NotificationStore {
    static let inboxColumns: Query = "notification_id, subject, body, severity, link, created_at, read_at"

    /// The newest first.
    public func inbox(
        of user: UUID, in tenant: UUID, isUnread: Bool?, before cursor: UUID?, limit: Int
    ) async throws -> InboxPage {
        let beyond: Query = cursor.map { "notification_id < \($0)" } ?? "true"
        let state: Query = isUnread.map { $0 ? "read_at is null" : "read_at is not null" } ?? "true"
        let rows = try await database.queries(
            [
                """
                select \(Self.inboxColumns) from flotilla.inbox_items
                where user_id = \(user) and \(beyond) and \(state) order by notification_id desc limit \(Int64(limit))
                """,
                Self.unread(of: user),
            ], of: tenant)
        return InboxPage(
            items: try rows[0].map { try InboxItem($0) },
            unread: Int(try rows[1].first?.decode("unread", as: Int64.self) ?? 0))
    }

    /// Marks an item as read, or as unread again.
    /// - Parameter answer: kept under the caller's idempotency key.
    /// - Returns: nil where there is no such item.
    public func mark(
        _ id: UUID, asRead isRead: Bool, of user: UUID, in tenant: UUID,
        recording answer: (InboxItem) throws -> IdempotencyRecord?
    ) async throws -> InboxItem? {
        let time: Query = isRead ? "coalesce(read_at, now())" : "null"
        return try await jobs.recording(
            [
                """
                update flotilla.inbox_items set read_at = \(time), changed_at = clock_timestamp(),
                    changed_xid = pg_current_xact_id()
                where user_id = \(user) and notification_id = \(id) returning \(Self.inboxColumns)
                """
            ], of: tenant
        ) { rows in
            guard let row = rows.last?.first else { return (nil, nil) }
            let item = try InboxItem(row)
            return (item, try answer(item))
        }
    }

    /// Marks everything as read.
    /// - Parameter answer: kept under the caller's idempotency key.
    public func markAllRead(of user: UUID, in tenant: UUID, recording answer: IdempotencyRecord?) async throws {
        try await jobs.recording(
            [
                """
                update flotilla.inbox_items set read_at = now(), changed_at = clock_timestamp(),
                    changed_xid = pg_current_xact_id()
                where user_id = \(user) and read_at is null
                """
            ], of: tenant
        ) { _ in ((), answer) }
    }

    private static func unread(of user: UUID) -> Query {
        "select count(*) as unread from flotilla.inbox_items where user_id = \(user) and read_at is null"
    }
}

extension InboxItem {
    init(_ row: Row) throws {
        self.init(
            id: try row.decode("notification_id"), subject: try row.decode("subject"), body: try row.decode("body"),
            severity: try row.decode("severity"), link: try row.decode("link"),
            createdAt: try row.decode("created_at"), readAt: try row.decode("read_at"))
    }
}

extension NotificationStore {
    /// How many items these users have not read.
    public func unread(of users: [UUID]) async throws -> [UUID: Int] {
        let rows = try await database.query(
            """
            select user_id, (
                select count(*) from flotilla.inbox_items item where item.user_id = asked.user_id and read_at is null
            ) as unread
            from unnest(\(users)) as asked(user_id)
            """, as: "flotilla_dispatcher")
        return Dictionary(
            try rows.map { (try $0.decode("user_id"), Int(try $0.decode("unread", as: Int64.self))) }
        ) { first, _ in first }
    }
}
