public import Foundation

/// A revision session in a list: without what was asked and answered.
public struct SessionSummary: Sendable, Hashable {
    public let id: UUID
    public let pathID: UUID
    public let pathName: String
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
    /// How many.
    public let questions: Int
}
