public import Foundation

/// What is to change of a path; nil leaves it.
public struct PathChange: Sendable {
    public var name: String?
    public var goals: [String]?
    public var level: String?
    public var allowed: [String]?
    /// nil within takes it away.
    public var agent: TutorAgent??
    /// In their order: they take the place of all former ones. Only before the path is validated.
    public var steps: [PathStep]?
    /// They take the place of the former ones.
    public var studentIDs: [UUID]?

    public init() {}
}
