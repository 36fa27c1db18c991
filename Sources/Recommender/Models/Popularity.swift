/// Each item by how many users have it: the same ranking for every user.
struct Popularity: ItemScorer {
    private let counts: [Double]

    init(_ graph: InteractionGraph) {
        counts = (0..<graph.items).map { Double(graph.byItem.entries(of: $0).count) }
    }

    func score(_ user: Int, into scores: inout [Double]) { scores = counts }
}
