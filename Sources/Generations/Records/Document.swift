public import Foundation
public import Jobs

/// A document, and how far its preparation is.
public struct Document: Sendable {
    public enum Status: String, Sendable, CaseIterable, Encodable {
        case preparing, ready, failed
    }

    public let id: UUID
    public let tenant: UUID
    public let userID: UUID?
    public let title: String
    public let contentType: String
    public let language: String?
    public let bytes: Int
    public let status: Status
    public let errorCode: String?
    public let error: String?
    public let characters: Int?
    public let chunks: Int?
    public let embeddingModel: String?
    public let jobID: JobID
    public let createdAt: Date
    public let preparedAt: Date?
}

/// A document that came.
public struct NewDocument: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let userID: UUID?
    public let title: String
    public let contentType: String
    public let language: String?
    public let content: [UInt8]
    public let jobID: JobID

    public init(
        id: UUID, tenant: UUID, userID: UUID?, title: String, contentType: String, language: String?,
        content: [UInt8], jobID: JobID
    ) {
        self.id = id
        self.tenant = tenant
        self.userID = userID
        self.title = title
        self.contentType = contentType
        self.language = language
        self.content = content
        self.jobID = jobID
    }
}

extension NewDocument {
    /// Prepares it.
    public func job(provider: String, trace: TraceContext) throws -> NewJob {
        var job = NewJob(
            id: jobID, tenant: tenant, definition: ContextJob.definition,
            payload: try ContextJob(documentID: id).encoded(), trace: trace)
        job.limitKey = provider
        return job
    }
}
