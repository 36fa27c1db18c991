/// One item for one user.
public struct Recommendation: Sendable, Equatable {
    /// By what it was ranked.
    public enum Source: String, Sendable {
        case model, popularity
    }

    public let item: String
    /// Of the model: the dot product of two vectors. Of popularity: how many users have the item. Comparable only with scores of the
    /// same source.
    public let score: Double
    public let source: Source
}
