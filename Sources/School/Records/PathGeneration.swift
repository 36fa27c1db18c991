public import Foundation
public import Jobs

/// Something that was asked of a model for a path, and what came of it.
public struct PathGeneration: Sendable, Hashable {
    /// The names of generations' types.
    public enum Purpose: String, Sendable, CaseIterable, Encodable {
        case context
        case steps = "learning_path"
        case quiz
    }
    public enum Status: String, Sendable, CaseIterable, Encodable {
        case preparing, succeeded, failed, cancelled

        public var isRepeatable: Bool { self == .failed || self == .cancelled }
    }

    public let id: UUID
    public let purpose: Purpose
    /// Of a quiz.
    public let step: Int?
    public let jobID: JobID
    public let status: Status
    public let errorCode: String?
    public let error: String?

    public init(
        id: UUID, purpose: Purpose, step: Int? = nil, jobID: JobID, status: Status = .preparing,
        errorCode: String? = nil, error: String? = nil
    ) {
        self.id = id
        self.purpose = purpose
        self.step = step
        self.jobID = jobID
        self.status = status
        self.errorCode = errorCode
        self.error = error
    }
}
