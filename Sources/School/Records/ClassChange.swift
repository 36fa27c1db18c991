public import Foundation

/// What is said of a class: all of it when it is made, or what is to change. Lists take the place of the former ones.
public struct ClassChange: Sendable, Hashable {
    public var name: String?
    public var professorIDs: [UUID]?
    public var studentIDs: [UUID]?

    public init(name: String? = nil, professorIDs: [UUID]? = nil, studentIDs: [UUID]? = nil) {
        self.name = name
        self.professorIDs = professorIDs
        self.studentIDs = studentIDs
    }
}
