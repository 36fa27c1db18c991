import HTTPServer
import JSON

/// A page of a list whose filter no index has: it says how far it looked.
struct SearchedPage<Item: Encodable & Sendable>: Encodable, Sendable {
    let items: [Item]
    let nextCursor: String?
    /// Rows that this page looked at.
    @OmittedWhenNil var examined: Int?
    /// Whether nothing is left to look at: false with a `next_cursor`, by which the search goes on.
    @OmittedWhenNil var complete: Bool?

    /// - Parameter examined: nil for a page that an index gave.
    init(_ page: Page<Item>, examined: Int?) {
        items = page.items
        nextCursor = page.nextCursor
        self.examined = examined
        complete = examined.map { _ in page.nextCursor == nil }
    }
}
