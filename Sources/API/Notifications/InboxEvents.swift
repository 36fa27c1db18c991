import Foundation
import HTTPServer
import JSON
import Notifications

/// The events of an inbox as they are sent: `notification`, `read` (also when an item is marked as unread again: its
/// `read_at` is then null) and `unread`.
enum InboxEvents {
    static func of(_ change: InboxChange, isNew: Bool) -> [UInt8] {
        let item = change.item
        return isNew
            ? text("notification", InboxItemView(item), at: change.changedAt)
            : text("read", Mark(id: item.id, readAt: item.readAt), at: change.changedAt)
    }

    static func unread(_ count: Int) -> [UInt8] { text("unread", InboxItemView.Unread(unread: count), at: nil) }

    /// - Returns: nil for what is no id of an event.
    static func moment(_ id: String) -> Date? {
        Int64(id).flatMap {
            $0 >= 0 && $0 < 4_000_000_000_000_000 ? Date(timeIntervalSince1970: Double($0) / 1e6) : nil
        }
    }

    private static func text(_ name: String, _ data: some Encodable, at moment: Date?) -> [UInt8] {
        // No view here fails to encode; a `null` would say that one did.
        let json = (try? JSONCoding.encode(data)) ?? Array("null".utf8)
        let id = moment.flatMap { Int64(exactly: ($0.timeIntervalSince1970 * 1e6).rounded()) }
        return ServerSentEvent(id: id.map { "\($0)" }, event: name, data: String(decoding: json, as: UTF8.self)).encoded
    }

    private struct Mark: Encodable {
        let id: UUID
        let readAt: Date?
    }
}
