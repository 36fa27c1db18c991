import Foundation
import HTTPServer
import JSON
import Notifications

/// The events of an inbox as they are sent: `notification`, `read` (also when an item is marked as unread again: its
/// `read_at` is then null) and `unread`, which has the place behind those before it for its id.
enum InboxEvents {
    static func of(_ change: InboxChange) -> [UInt8] {
        let item = change.item
        return change.isNew
            ? text("notification", InboxItemView(item)) : text("read", Mark(id: item.id, readAt: item.readAt))
    }

    static func unread(_ count: Int, at place: InboxPlace) -> [UInt8] {
        text("unread", InboxItemView.Unread(unread: count), at: place)
    }

    private static func text(_ name: String, _ data: some Encodable, at place: InboxPlace? = nil) -> [UInt8] {
        // No view here fails to encode; a `null` would say that one did.
        let json = (try? JSONCoding.encode(data)) ?? Array("null".utf8)
        return ServerSentEvent(id: place?.text, event: name, data: String(decoding: json, as: UTF8.self)).encoded
    }

    private struct Mark: Encodable {
        let id: UUID
        let readAt: Date?
    }
}
