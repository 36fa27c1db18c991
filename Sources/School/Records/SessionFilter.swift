public import Foundation

/// Which revision sessions are meant; nil: any.
public struct SessionFilter: Sendable, Hashable {
    public let pathID: UUID?
    public let step: Int?
    public let studentID: UUID?
    public let isOpen: Bool?

    public init(pathID: UUID? = nil, step: Int? = nil, studentID: UUID? = nil, isOpen: Bool? = nil) {
        self.pathID = pathID
        self.step = step
        self.studentID = studentID
        self.isOpen = isOpen
    }
}
