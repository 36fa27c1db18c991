public import Foundation

/// A session that has ended, as the rules of the next one look at it.
public struct PastSession: Sendable, Hashable {
    public let step: Int
    public let endedAt: Date
    /// In per cent; nil: no quiz was taken.
    public let score: Int?

    public init(step: Int, endedAt: Date, score: Int?) {
        self.step = step
        self.endedAt = endedAt
        self.score = score
    }
}
