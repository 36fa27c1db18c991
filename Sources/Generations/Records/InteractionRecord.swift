public import Foundation

/// What a person did with a course.
public struct InteractionRecord: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case viewed, started, completed
    }

    public let userID: UUID
    /// The caller's own id.
    public let courseID: String
    public let kind: Kind
    public let at: Date
    /// Of the course, in the caller's own words; nil: as it was said before.
    public let level: String?

    public init(userID: UUID, courseID: String, kind: Kind, at: Date, level: String? = nil) {
        self.userID = userID
        self.courseID = courseID
        self.kind = kind
        self.at = at
        self.level = level
    }
}

/// A trained model, as its tenant may read of it.
public struct RecommendationModel: Sendable {
    /// Of the model itself among its figures.
    public static let ownName = "lightgcn"

    /// How well something recommends, on interactions that it was not trained on.
    public struct Figures: Sendable, Codable {
        /// `lightgcn`, or a baseline: `popularity`, `item_neighbours`.
        public let name: String
        /// Of 20 recommendations.
        public let recall: Double
        public let ndcg: Double
    }

    public let id: UUID
    public let figures: [Figures]
    public let isPublished: Bool
    public let reason: String
    public let interactions: Int
    public let trainedAt: Date
}
