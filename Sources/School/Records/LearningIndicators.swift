public import Foundation

/// What revision came to between two days, in sums that are never of more than the reader may see.
public struct LearningIndicators: Sendable {
    public struct Sums: Sendable, Hashable {
        public var sessions = 0
        public var questions = 0
        /// Sessions with a score, and the mean of these in per cent; nil without one.
        public var scored = 0
        public var score: Double?
        public var seconds = 0
        /// Pupils who ended a session.
        public var activeStudents = 0
    }

    /// How far pupils are now: a pupil has a place in each of its paths.
    public struct Places: Sendable, Hashable {
        public var count = 0
        /// The mean, in per cent of the steps; nil without a place.
        public var progress: Double?
        /// Of the places, those at 100 per cent.
        public var completed = 0
    }

    public struct Group: Sendable, Hashable {
        /// nil: of no one who is there any more.
        public let id: UUID?
        public let name: String?
        public let sums: Sums
        public let places: Places
    }

    public var total = Sums()
    public var places = Places()
    /// By month (UTC), as `2026-10`, in their order.
    public var months: [(month: String, sums: Sums)] = []
    /// The busiest first, `most` of each at most.
    public var paths: [Group] = []
    public var classes: [Group] = []
    public var professors: [Group] = []

    public static let most = 200
}
