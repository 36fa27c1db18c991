public import Foundation

/// What a pupil says, or is said, to know and to want.
public struct LearnerProfile: Sendable, Hashable {
    /// In the school's words, as the levels of paths and courses.
    public var level: String?
    public var goals: [String]
    public var knownSkills: [String]
    /// nil: nothing was said yet.
    public var updatedAt: Date?

    public init(
        level: String? = nil, goals: [String] = [], knownSkills: [String] = [], updatedAt: Date? = nil
    ) {
        self.level = level
        self.goals = goals
        self.knownSkills = knownSkills
        self.updatedAt = updatedAt
    }
}
