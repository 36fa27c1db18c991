public import Foundation

/// What revision came to in every school between two days.
public struct SchoolIndicators: Sendable {
    public struct Line: Sendable, Hashable {
        public let tenant: UUID
        public let name: String?
        public let sums: LearningIndicators.Sums
    }

    public var total = LearningIndicators.Sums()
    /// By month (UTC), as `2026-10`, in their order.
    public var months: [(month: String, sums: LearningIndicators.Sums)] = []
    /// The busiest first, `most` at most.
    public var schools: [Line] = []

    public static let most = 1000
}
