import Foundation
import School

/// What a pupil says, or is said, to know and to want.
struct LearnerProfileView: Encodable, Sendable {
    let userID: UUID
    let level: String?
    let goals: [String]
    let knownSkills: [String]
    /// nil: nothing was said yet.
    let updatedAt: Date?

    init(_ profile: LearnerProfile, of student: UUID) {
        userID = student
        level = profile.level
        goals = profile.goals
        knownSkills = profile.knownSkills
        updatedAt = profile.updatedAt
    }
}
