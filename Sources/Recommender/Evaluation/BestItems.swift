/// The best items by score, ties by the lower number.
struct BestItems {
    let limit: Int
    /// The best first.
    private(set) var entries: [(item: Int, score: Double)] = []

    init(limit: Int) { self.limit = limit }

    /// Whether an item with this score, and a number above all so far, would be among the best.
    func accepts(_ score: Double) -> Bool {
        guard score > -.infinity, limit > 0 else { return false }
        guard entries.count == limit, let worst = entries.last else { return true }
        return score > worst.score
    }

    /// - Parameter item: above all that were added.
    mutating func add(_ item: Int, _ score: Double) {
        guard accepts(score) else { return }
        if entries.count == limit { entries.removeLast() }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].score >= score { low = middle + 1 } else { high = middle }
        }
        entries.insert((item, score), at: low)
    }
}
