/// Interactions for training, validation and test.
struct DataSplit {
    let train: InteractionGraph
    /// By user: the items held out for validation, and for the test; empty for users with too few interactions.
    let valid: [[Int32]]
    let test: [[Int32]]

    init(_ table: InteractionTable, _ holdOut: HoldOut) {
        var valid = [[Int32]](repeating: [], count: table.users.count)
        var test = valid
        var train: [InteractionTable.Edge] = []
        train.reserveCapacity(table.edges.count)
        var start = 0
        while start < table.edges.count {
            let user = table.edges[start].user
            let end = table.edges[start...].firstIndex { $0.user != user } ?? table.edges.count
            let own = table.edges[start..<end]
            start = end
            guard own.count >= HoldOut.fewest else {
                train += own
                continue
            }
            let ordered = own.sorted { ($0.at, $0.item) < ($1.at, $1.item) }
            let held = holdOut.size(of: own.count)
            test[Int(user)] = ordered.suffix(held).map(\.item)
            valid[Int(user)] = ordered.dropLast(held).suffix(held).map(\.item)
            let kept = ordered.dropLast(2 * held)
            train += kept.sorted { $0.item < $1.item }
        }
        self.train = InteractionGraph(users: table.users.count, items: table.items.count, edges: train)
        self.valid = valid
        self.test = test
    }

    /// How many users the figures are the mean of.
    var testedUsers: Int { test.count { !$0.isEmpty } }
}
