public import Foundation
public import JSON

/// A pupil's revision of one step of a path.
public struct RevisionSession: Sendable, Hashable {
    public let id: UUID
    public let pathID: UUID
    public let pathName: String
    public let professorID: UUID?
    public let step: Int
    public let studentID: UUID
    public let studentName: String
    public let startedAt: Date
    public let endedAt: Date?
    public let seconds: Int?
    /// Of the quiz, in per cent; nil: it was not taken.
    public let score: Int?
    /// Of the path, in per cent, with this session.
    public let progress: Int?
    /// Of the quiz's answers.
    public let marks: JSONValue?
    /// Of its step; nil: none yet.
    public let quiz: JSONValue?
    public var questions: [RevisionQuestion] = []
}
