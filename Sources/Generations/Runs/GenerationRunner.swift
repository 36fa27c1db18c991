import DocumentText
public import Foundation
public import HTTPClient
import JSON
public import Jobs
import ModelProviders
import Postgres
import Reactor

/// Runs generations: reads what is asked for, asks the models, and says what is written with the job's result.
public struct GenerationRunner: Sendable {
    let store: GenerationStore
    let settings: GenerationSettings
    /// nil: no model server is configured.
    let caller: ModelCaller?
    let preparation: DocumentPreparation

    public init(store: GenerationStore, settings: GenerationSettings, client: WebClient) {
        self.store = store
        self.settings = settings
        let loop = EventLoop(name: "documents")
        if let provider = settings.provider(client: client), let embedder = settings.embedder(client: client) {
            caller = ModelCaller(store: store, provider: provider, embedder: embedder)
        } else {
            caller = nil
        }
        preparation = DocumentPreparation(
            store: store, extractor: TextExtractor(on: loop), caller: caller, embeddingModel: settings.embeddingModel)
    }

    public func run(_ payload: GenerationJob, _ report: RunReport) async throws -> JobOutcome {
        guard let generation = try await store.generation(payload.generationID, of: report.tenant) else {
            return .discarded(
                JobError(code: "unknown_generation", message: "There is no generation \(payload.generationID)."))
        }
        let run = GenerationRun(self, generation, report)
        do {
            return try await run.outcome()
        } catch {
            return try run.outcome(of: error)
        }
    }

    /// Prepares a document, or those of a generation.
    public func run(_ payload: ContextJob, _ report: RunReport) async throws -> JobOutcome {
        if let id = payload.generationID { return try await run(GenerationJob(generationID: id), report) }
        guard let document = payload.documentID else {
            return .discarded(JobError(code: "nothing_to_prepare", message: "The job names no document."))
        }
        let purpose = CallPurpose(tenant: report.tenant, job: report.job, attempt: report.attempt)
        do {
            switch try await preparation.prepare(document, for: purpose, progress: { report.progress($0 * 100, nil) }) {
            case .ready(let effects):
                return .succeeded(try JobSuccess(["document_id": document.uuidString.lowercased()], effects: effects))
            case .failed(let error, let effects): return .discarded(error, effects: effects)
            case .gone: return .succeeded(try JobSuccess(["document_id": document.uuidString.lowercased()]))
            }
        } catch let error as ModelError {
            return try error.outcome()
        }
    }
}

/// What a run knows of its job, and how it says how far it is.
public struct RunReport: Sendable {
    public let job: JobID
    public let tenant: UUID
    /// From 1.
    public let attempt: Int
    public let trace: TraceContext
    /// 0 to 100, and a word for people.
    public let progress: @Sendable (Double, String?) -> Void
    /// Text as it is written.
    public let text: @Sendable (String) -> Void

    public init(
        job: JobID, tenant: UUID, attempt: Int, trace: TraceContext,
        progress: @escaping @Sendable (Double, String?) -> Void, text: @escaping @Sendable (String) -> Void
    ) {
        self.job = job
        self.tenant = tenant
        self.attempt = attempt
        self.trace = trace
        self.progress = progress
        self.text = text
    }
}

extension ModelError {
    /// - Throws: `CancellationError`: the one who cancelled decides what it means.
    func outcome() throws -> JobOutcome {
        let error = JobError(code: code, message: message)
        switch kind {
        case .cancelled: throw CancellationError()
        case .wait(let after): return .retry(error, after: after)
        default: return isRetryable ? .retry(error) : .discarded(error)
        }
    }
}
