/// How well one way to recommend did on the interactions that were held out.
public struct ModelFigures: Sendable, Equatable {
    public static let lightGCN = "lightgcn"
    public static let popularity = "popularity"
    public static let itemNeighbours = "item_neighbours"

    public let name: String
    /// recall@20: which share of a user's held-out items is among the first twenty; the mean over users, 0 to 1.
    public let recall: Double
    /// ndcg@20: the same with more weight for earlier places; 0 to 1.
    public let ndcg: Double

    public init(name: String, recall: Double, ndcg: Double) {
        self.name = name
        self.recall = recall
        self.ndcg = ndcg
    }
}
