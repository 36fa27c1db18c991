/// Items by how alike they are to a user's: the cosine of their sets of users, to the `size` nearest of each item.
///
/// Deshpande, Karypis: Item-based top-N recommendation algorithms, TOIS 2004.
struct ItemNeighbours: ItemScorer {
    /// The sizes that are tried on the validation part.
    static let sizes = [20, 50, 100, 200]

    private struct Neighbour {
        let item: Int32
        let cosine: Double
    }

    private let graph: InteractionGraph
    /// By item: its nearest, the nearest first, as many as the greatest of the sizes.
    private let nearest: [[Neighbour]]
    /// By item: of which items it is among the nearest, with the cosine.
    private var nearestOf: [[Neighbour]] = []

    init(_ graph: InteractionGraph) {
        self.graph = graph
        let norms = (0..<graph.items).map { Double(graph.byItem.entries(of: $0).count).squareRoot() }
        var shared = [Double](repeating: 0, count: graph.items)
        nearest = (0..<graph.items).map { item in
            for place in shared.indices { shared[place] = 0 }
            for user in graph.byItem.columns(of: item) {
                for other in graph.byUser.columns(of: Int(user)) { shared[Int(other)] += 1 }
            }
            var best = BestItems(limit: Self.sizes.max() ?? 0)
            for other in shared.indices where other != item && shared[other] > 0 {
                best.add(other, shared[other] / (norms[item] * norms[other]))
            }
            return best.entries.map { Neighbour(item: Int32($0.item), cosine: $0.score) }
        }
        use(Self.sizes.max() ?? 0)
    }

    /// From now on only so many of each item's nearest count.
    mutating func use(_ size: Int) {
        nearestOf = [[Neighbour]](repeating: [], count: graph.items)
        for item in nearest.indices {
            for neighbour in nearest[item].prefix(size) {
                nearestOf[Int(neighbour.item)].append(Neighbour(item: Int32(item), cosine: neighbour.cosine))
            }
        }
    }

    func score(_ user: Int, into scores: inout [Double]) {
        for place in scores.indices { scores[place] = 0 }
        for own in graph.byUser.columns(of: user) {
            for neighbour in nearestOf[Int(own)] { scores[Int(neighbour.item)] += neighbour.cosine }
        }
    }
}
