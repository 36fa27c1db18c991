/// What is kept of a training and served: who is near to what, and how popular each item is.
public struct TrainedModel: Sendable, Equatable {
    public let figures: [ModelFigures]
    /// Ascending; empty when the model holds popularity alone.
    let users: [String]
    /// Ascending.
    let items: [String]
    /// By item: how many users have it.
    let popularity: [UInt32]
    /// A row a user, then a row an item; empty when the model holds popularity alone.
    let vectors: Embeddings

    /// Each number is checked by the caller.
    init(figures: [ModelFigures], users: [String], items: [String], popularity: [UInt32], vectors: Embeddings) {
        self.figures = figures
        self.users = users
        self.items = items
        self.popularity = popularity
        self.vectors = vectors
    }

    init(_ table: InteractionTable, _ graph: InteractionGraph, vectors: Embeddings?, figures: [ModelFigures]) {
        self.init(
            figures: figures, users: vectors == nil ? [] : table.users, items: table.items,
            popularity: (0..<graph.items).map { UInt32(graph.byItem.entries(of: $0).count) },
            vectors: vectors ?? Embeddings(count: 0))
    }

    /// Users and items that it knows; users only when it holds vectors.
    public var userCount: Int { users.count }
    public var itemCount: Int { items.count }

    /// Whether it holds something of the user.
    public func knows(_ user: String) -> Bool { place(of: user) != nil }

    /// The best items for a user. One whom the model does not know gets the most popular ones; an item without any interaction comes
    /// after all that have one.
    /// - Parameters:
    ///   - excluding: items that are never recommended: what the user has completed.
    ///   - allowed: which items may be recommended, such as those of the user's level; all by default.
    public func recommend(
        user: String, excluding: Set<String> = [], allowed: ((String) -> Bool)? = nil, limit: Int
    ) -> [Recommendation] {
        let row = place(of: user)
        let isWanted = { (item: Int) in
            !excluding.contains(items[item]) && allowed?(items[item]) ?? true
        }
        var best = BestItems(limit: max(0, limit))
        for item in items.indices where row == nil || popularity[item] > 0 {
            let score = row.map { Double(vectors.dot($0, vectors, users.count + item)) } ?? Double(popularity[item])
            if best.accepts(score), isWanted(item) { best.add(item, score) }
        }
        var found = best.entries.map {
            Recommendation(item: items[$0.item], score: $0.score, source: row == nil ? .popularity : .model)
        }
        guard row != nil else { return found }
        for item in items.indices where popularity[item] == 0 {
            guard found.count < limit else { break }
            if isWanted(item) { found.append(Recommendation(item: items[item], score: 0, source: .popularity)) }
        }
        return found
    }

    private func place(of user: String) -> Int? {
        var (low, high) = (0, users.count)
        while low < high {
            let middle = (low + high) / 2
            if users[middle] < user { low = middle + 1 } else { high = middle }
        }
        return low < users.count && users[low] == user ? low : nil
    }
}
