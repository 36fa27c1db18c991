public import Foundation
public import JSON
public import Jobs

/// What the tutor was asked, and what it said.
public struct RevisionQuestion: Sendable, Hashable {
    public enum Status: String, Sendable, CaseIterable, Encodable {
        case open, succeeded, failed, cancelled
    }

    public let generationID: UUID
    public let jobID: JobID
    public let text: String
    public let complexity: QuestionComplexity
    public let status: Status
    public let answer: String?
    /// `[{document_id, chunk, quote}]`.
    public let citations: JSONValue
    public let error: String?
    public let askedAt: Date
    public let answeredAt: Date?
}
