public import Foundation
public import JSON
public import Jobs

/// Something that was asked of a model, and what came of it.
public struct Generation: Sendable {
    public enum Status: String, Sendable, CaseIterable, Encodable {
        case queued, running, succeeded, failed, cancelled

        public var isOpen: Bool { self == .queued || self == .running }
    }

    public let id: UUID
    public let tenant: UUID
    public let userID: UUID?
    public let type: GenerationType
    public let input: JSONValue
    public let askedModel: String?
    public let seed: Int64?
    public let maxTokens: Int?
    public let jobID: JobID
    public let status: Status
    public let output: JSONValue?
    public let citations: [Citation]
    public let model: String?
    public let promptVersion: String?
    public let isTruncated: Bool
    public let errorCode: String?
    public let error: String?
    public let invalidOutput: String?
    public let createdAt: Date
    public let finishedAt: Date?
    /// Empty in lists.
    public var calls: [ModelCall] = []
    public var totals = CallTotals()
}

/// Where an answer found what it says.
public struct Citation: Sendable, Hashable, Codable {
    public let documentID: UUID
    /// Its number in the document, from 1.
    public let chunk: Int
    /// Words that stand there.
    public let quote: String

    public init(documentID: UUID, chunk: Int, quote: String) {
        self.documentID = documentID
        self.chunk = chunk
        self.quote = quote
    }

    private enum CodingKeys: String, CodingKey {
        case documentID = "document_id"
        case chunk, quote
    }
}

/// What is asked for, with its job.
public struct NewGeneration: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let userID: UUID?
    public let request: GenerationRequest
    public let model: String?
    public let seed: Int64?
    public let maxTokens: Int?
    public let readerID: UUID?
    public let job: NewJob

    /// - Parameters:
    ///   - readerID: of the professors, who alone may read it; nil: each of them.
    ///   - before: the job that it waits for, whatever becomes of that.
    ///   - provider: by which generations are limited, see `GenerationSettings.providerName`.
    public init(
        id: UUID, tenant: UUID, userID: UUID?, request: GenerationRequest, model: String? = nil, seed: Int64? = nil,
        maxTokens: Int? = nil, readerID: UUID? = nil, after before: JobID? = nil, jobID: JobID, provider: String,
        trace: TraceContext
    ) throws {
        self.id = id
        self.tenant = tenant
        self.userID = userID
        self.request = request
        self.model = model
        self.seed = seed
        self.maxTokens = maxTokens
        self.readerID = readerID
        var job = NewJob(
            id: jobID, tenant: tenant, definition: request.type.definition,
            payload: try GenerationJob(generationID: id).encoded(), trace: trace)
        job.limitKey = provider
        if let before {
            job.after = [before]
            job.afterFailed = .run
        }
        self.job = job
    }
}
