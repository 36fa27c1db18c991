public import Foundation

/// A learning path as its row says it.
public struct LearningPath: Sendable, Hashable {
    public enum Status: String, Sendable, CaseIterable, Encodable {
        case draft, preparing, ready, validated, archived
    }

    public let id: UUID
    /// nil: that user is removed.
    public let professorID: UUID?
    public let name: String
    public let goals: [String]
    public let level: String
    /// `fr` or `en`.
    public let language: String
    /// Kinds of answers; empty: all of them.
    public let allowed: [String]
    public let agent: TutorAgent?
    public let documentIDs: [UUID]
    public let status: Status
    /// How many pupils it has.
    public let students: Int
    public let createdAt: Date
    public let validatedAt: Date?
    public let archivedAt: Date?
    /// Empty in lists.
    public var steps: [PathStep] = []
    public var generations: [PathGeneration] = []
    /// Empty in lists, and for a pupil all but the own one.
    public var people: [PathStudent] = []
}
