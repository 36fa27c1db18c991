import HTTPServer

/// A page of a list whose filter no index has: it says how far it looked.
struct SearchedPage<Item: Encodable & Sendable>: Encodable, Sendable {
    let items: [Item]
    let nextCursor: String?
    /// Rows that this page looked at.
    let examined: Int
    /// Whether nothing is left to look at: false with a `next_cursor`, by which the search goes on.
    let complete: Bool

    init(_ page: Page<Item>, examined: Int) {
        items = page.items
        nextCursor = page.nextCursor
        self.examined = examined
        complete = page.nextCursor == nil
    }
}
