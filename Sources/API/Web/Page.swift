import Accounts
import Foundation
import HTTPServer

/// A page of a list, and how the next one is asked for.
struct Page<Item: Encodable & Sendable>: Encodable, Sendable {
    let items: [Item]
    /// nil at the end.
    let nextCursor: String?

    init(_ items: [Item], next: String? = nil) {
        self.items = items
        nextCursor = next
    }

    /// In lists by id the cursor is the last one's.
    init(_ items: [Item], next: UUID?) { self.init(items, next: next?.uuidString.lowercased()) }

    /// Of a list that was asked for one more than the page holds.
    /// - Parameter cursor: leads to what comes after an item.
    init<Found>(_ found: [Found], limit: Int, _ view: (Found) -> Item, cursor: (Found) -> String) {
        let page = found.prefix(limit)
        self.init(page.map(view), next: found.count > limit ? page.last.map(cursor) : nil)
    }
}
