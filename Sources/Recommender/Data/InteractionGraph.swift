/// The bipartite graph of users and items, readable from both sides.
struct InteractionGraph: Sendable {
    /// A row a user: its items, ascending, with the weights of the edges.
    let byUser: CompressedRows
    /// A row an item: its users, ascending.
    let byItem: CompressedRows

    /// - Parameter edges: each (user, item) at most once, by user and then by item.
    init(users: Int, items: Int, edges: [InteractionTable.Edge]) {
        byUser = CompressedRows(
            count: users, entries: edges.lazy.map { (row: $0.user, column: $0.item, value: $0.weight) })
        byItem = CompressedRows(
            count: items, entries: edges.lazy.map { (row: $0.item, column: $0.user, value: $0.weight) })
    }

    var users: Int { byUser.count }
    var items: Int { byItem.count }
    var edges: Int { byUser.columns.count }
}
