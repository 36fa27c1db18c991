/// A vector that was found.
public struct VectorMatch: Sendable, Hashable {
    /// Its place among all that were looked at, from 0.
    public let row: Int
    /// The dot product with what was looked for: the cosine when both have length 1.
    public let score: Float

    public init(row: Int, score: Float) {
        (self.row, self.score) = (row, score)
    }

    /// Of two with the same score the earlier one is the better.
    func precedes(_ other: VectorMatch) -> Bool {
        score != other.score ? score > other.score : row < other.row
    }
}
