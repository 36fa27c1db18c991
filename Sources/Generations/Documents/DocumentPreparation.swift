import Contracts
import DocumentText
import Foundation
import Jobs
import ModelProviders
import Postgres
import Reactor
import Storage
import Vectors

/// Makes chunks of a document, and vectors of them.
struct DocumentPreparation: Sendable {
    let store: GenerationStore
    let extractor: TextExtractor
    /// nil: no model server is configured.
    let caller: ModelCaller?
    let embeddingModel: String?

    /// What became of one document.
    enum Outcome {
        case ready(effects: [any Effect])
        /// Trying again changes nothing.
        case failed(JobError, effects: [any Effect])
        /// It was deleted meanwhile.
        case gone
    }

    /// - Parameter progress: takes 0 to 1.
    /// - Throws: what is worth another attempt; `CancellationError`.
    func prepare(_ id: UUID, for purpose: CallPurpose, progress: (Double) -> Void) async throws -> Outcome {
        guard let document = try await store.document(id, of: purpose.tenant) else { return .gone }
        do {
            if let source = try await store.source(of: id, tenant: purpose.tenant) {
                return .ready(effects: try await prepare(document, source, for: purpose, progress: progress))
            }
            let texts = try await store.chunkTexts(of: id, tenant: purpose.tenant)
            try await embed(texts, for: purpose, progress: progress)
            return .ready(effects: [markReady(document, characters: nil, chunks: texts.count)])
        } catch let error as DocumentError where error.isPermanent {
            return failure(of: document, JobError(code: error.code.rawValue, message: error.description))
        } catch let error as ModelError where !error.isRetryable && error.kind != .cancelled {
            return failure(of: document, JobError(code: error.code, message: error.message))
        } catch is BudgetSpent {
            return failure(of: document, JobError(code: BudgetSpent.code, message: BudgetSpent.message))
        }
    }

    private func prepare(
        _ document: Document, _ source: [UInt8], for purpose: CallPurpose, progress: (Double) -> Void
    ) async throws -> [any Effect] {
        let type = try DocumentType(declared: document.contentType, bytes: source)
        let text = try await extractor.extract(source, as: type)
        let chunks = Chunker().chunks(of: text.text, language: document.language.flatMap(Language.init(rawValue:)))
        try await embed(chunks.map { ($0.sha256, $0.text) }, for: purpose, progress: progress)
        let ids = [UUID](repeating: document.id, count: chunks.count)
        return [
            "delete from flotilla.document_chunks where document_id = \(document.id)" as Query,
            """
            insert into flotilla.document_chunks (document_id, number, tenant, heading, text, sha256)
            select chunk.document_id, chunk.number, \(document.tenant), chunk.heading, chunk.text, chunk.sha256
            from unnest(\(ids), \(chunks.map { Int32(clamping: $0.number + 1) }), \(chunks.map(\.heading)),
                \(chunks.map(\.text)), \(chunks.map(\.sha256))) chunk (document_id, number, heading, text, sha256)
                join flotilla.documents document on document.id = chunk.document_id
            """ as Query,
            "delete from flotilla.document_sources where document_id = \(document.id)" as Query,
            markReady(document, characters: text.text.unicodeScalars.count, chunks: chunks.count),
        ]
    }

    /// Makes the vectors that are not there yet.
    private func embed(
        _ texts: [(sha256: [UInt8], text: String)], for purpose: CallPurpose, progress: (Double) -> Void
    ) async throws {
        guard let caller, let model = embeddingModel else { return }
        var missing = try await store.withoutVector(texts.map(\.sha256), model: model, tenant: purpose.tenant)
        let wanted = texts.filter { missing.remove($0.sha256) != nil }
        let style = EmbeddingStyle(model)
        try await caller.embed(wanted.map { style.passage($0.text) }, model: model, for: purpose) { vectors, range in
            let kept = try zip(wanted[range], vectors).map { text, vector in
                guard let vector = Vector.normalized(vector) else {
                    throw JobError(
                        code: "broken_answer", message: "The embedding model gave a vector without a direction.")
                }
                return (text.sha256, vector)
            }
            try await store.keep(kept, model: model, tenant: purpose.tenant)
            progress(Double(range.upperBound) / Double(wanted.count))
        }
    }

    private func markReady(_ document: Document, characters: Int?, chunks: Int) -> Query {
        """
        update flotilla.documents set status = 'ready', error_code = null, error = null,
            characters = coalesce(\(characters.map { Int32(clamping: $0) }), characters),
            chunks = \(Int32(clamping: chunks)), embedding_model = \(caller == nil ? nil : embeddingModel), prepared_at = now()
        where id = \(document.id)
        """
    }

    private func failure(of document: Document, _ error: JobError) -> Outcome {
        .failed(
            error,
            effects: [
                """
                update flotilla.documents set status = 'failed', error_code = \(error.code), error = \(error.message)
                where id = \(document.id)
                """ as Query
            ])
    }
}
