import Cryptography
import Foundation
import JSON
import Jobs
import ModelProviders
import Postgres

/// One attempt at one generation.
struct GenerationRun: Sendable {
    let runner: GenerationRunner
    let generation: Generation
    let report: RunReport

    init(_ runner: GenerationRunner, _ generation: Generation, _ report: RunReport) {
        self.runner = runner
        self.generation = generation
        self.report = report
    }

    var store: GenerationStore { runner.store }

    func outcome() async throws -> JobOutcome {
        switch try GenerationRequest(generation.type, generation.input) {
        case .context(let request): try await prepare(request)
        case .answer(let request): try await answer(request)
        case .recommendation(let request): try await recommend(request)
        case .learningPath(let request): try await learningPath(request)
        case .quiz(let request): try await quiz(request)
        case .quizEvaluation(let request): try await evaluate(request)
        }
    }

    /// What an error makes of the job. Those that another attempt cannot mend end the generation with it.
    func outcome(of error: any Error) throws -> JobOutcome {
        switch error {
        case let error as GenerationFailure: return discarded(error)
        case is DocumentsNotReady:
            return .snoozed(until: ServerClock.shared.now + 3, reason: "Its documents are being prepared.")
        case is BudgetSpent: return discarded(GenerationFailure(BudgetSpent.code, BudgetSpent.message))
        case let error as ModelError:
            if case .discarded(let error, _, _) = try error.outcome() {
                return discarded(GenerationFailure(error.code, error.message))
            }
            return try error.outcome()
        case let error as DecodingError:
            throw JobError(
                code: "unreadable_input", message: "What is asked for cannot be read: \(error.place.message).")
        default: throw error
        }
    }

    private func discarded(_ failure: GenerationFailure) -> JobOutcome {
        .discarded(
            JobError(code: failure.code, message: failure.message),
            effects: [
                """
                update flotilla.generations set status = 'failed', error_code = \(failure.code), error = \(failure.message),
                    invalid_output = \(failure.invalidOutput), model = coalesce(\(failure.model), model),
                    prompt_version = coalesce(\(failure.promptVersion), prompt_version), finished_at = now()
                where id = \(generation.id) and status = 'open'
                """ as Query
            ])
    }

    /// Writes the result with the generation's row, and counts the use.
    func succeeded(_ result: GenerationResult, effects: [any Effect] = []) throws -> JobOutcome {
        let citations = JSONText(try JSONCoding.encode(result.citations))
        let own: [any Effect] = [
            """
            update flotilla.generations set status = 'succeeded', output = \(JSONText(result.output)),
                citations = \(citations), model = \(result.model), prompt_version = \(result.promptVersion),
                truncated = \(result.isTruncated), finished_at = now()
            where id = \(generation.id) and status = 'open'
            """ as Query,
            "select flotilla.count_use(\(GenerationsDomain.name), 'generations', \([generation.id]))" as Query,
        ]
        return .succeeded(
            try JobSuccess(["generation_id": generation.id.uuidString.lowercased()], effects: effects + own))
    }

    func purpose(_ prompt: Prompt?) -> CallPurpose {
        CallPurpose(
            tenant: report.tenant, job: report.job, attempt: report.attempt, generation: generation.id,
            promptVersion: prompt?.version)
    }

    /// - Throws: when no model server, or no model for this, is configured; when callers may not ask for the model.
    func model() throws -> (caller: ModelCaller, name: String) {
        guard let caller = runner.caller else {
            throw GenerationFailure(
                "no_model_server", "No model server is configured: set OLLAMA_HOST or OPENAI_BASE_URL, and AI_MODEL.")
        }
        if let asked = generation.askedModel {
            if runner.settings.allows(asked) { return (caller, asked) }
            throw GenerationFailure(
                "model_not_allowed", "The model \(asked) is not among those of AI_MODEL and AI_MODELS.")
        }
        guard let name = runner.settings.model(for: generation.type) else {
            throw GenerationFailure("no_model", "No model is configured for this: set AI_MODEL.")
        }
        return (caller, name)
    }

    /// The tokens that an answer may have.
    var answerTokens: Int { min(generation.maxTokens ?? .max, runner.settings.maximumTokens) }

    /// Of the request's seed, or the same one for each attempt.
    var seed: Int64 { generation.seed ?? Int64(truncatingIfNeeded: generation.id.hashValueForSeed) }

    private func prepare(_ request: ContextRequest) async throws -> JobOutcome {
        var effects: [any Effect] = []
        var failures: [DocumentResult] = []
        var ready: [DocumentResult] = []
        for (index, id) in request.documentIDs.enumerated() {
            let outcome = try await runner.preparation.prepare(id, for: purpose(nil)) { share in
                report.progress((Double(index) + share) / Double(request.documentIDs.count) * 100, nil)
            }
            switch outcome {
            case .ready(let own):
                effects += own
                ready.append(DocumentResult(documentID: id))
            case .failed(let error, let own):
                effects += own
                failures.append(DocumentResult(documentID: id, error: error.message))
            case .gone: failures.append(DocumentResult(documentID: id, error: "The document is deleted."))
            }
        }
        let output = try JSONCoding.encode(ContextOutput(ready: ready, failed: failures))
        return try succeeded(
            GenerationResult(output: output, model: runner.settings.embeddingModel ?? "none"), effects: effects)
    }

    private struct DocumentResult: Encodable {
        let documentID: UUID
        var error: String?

        private enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case error
        }
    }

    private struct ContextOutput: Encodable {
        let ready: [DocumentResult]
        let failed: [DocumentResult]
    }
}

/// Why a generation fails for good.
struct GenerationFailure: Error {
    let code: String
    private(set) var message: String
    /// What a model said last that did not fit.
    var invalidOutput: String?
    var model: String?
    var promptVersion: String?

    init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    func explained(_ message: String) -> GenerationFailure {
        var failure = self
        failure.message = message
        return failure
    }
}

/// What a generation made.
struct GenerationResult {
    /// JSON.
    let output: [UInt8]
    var citations: [Citation] = []
    let model: String
    var promptVersion: String?
    var isTruncated = false
}

extension UUID {
    /// The same for the same id, in every process.
    fileprivate var hashValueForSeed: UInt32 {
        let bytes = uuid
        return UInt32(bytes.12) << 24 | UInt32(bytes.13) << 16 | UInt32(bytes.14) << 8 | UInt32(bytes.15)
    }
}
