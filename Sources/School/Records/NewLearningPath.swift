public import Foundation

/// A path to be made.
public struct NewLearningPath: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let professorID: UUID
    public var name: String
    public var goals: [String]
    public var level: String
    public var language: String
    public var allowed: [String] = []
    public var agent: TutorAgent?
    public var documentIDs: [UUID] = []
    public var studentIDs: [UUID] = []
    public var steps: [PathStep] = []

    public init(
        id: UUID, tenant: UUID, professorID: UUID, name: String, goals: [String], level: String, language: String
    ) {
        self.id = id
        self.tenant = tenant
        self.professorID = professorID
        self.name = name
        self.goals = goals
        self.level = level
        self.language = language
    }
}
