import DocumentText
import Foundation
import JSON
import Jobs
import ModelProviders

extension GenerationRun {
    /// Passages that an answer may draw on, where documents are too long to be read whole.
    private static let nearest = 8
    /// Of a quotation that is looked for.
    private static let mostQuotes = 50

    func answer(_ request: AnswerRequest) async throws -> JobOutcome {
        let (caller, model) = try model()
        if let refusal = try await refusal(of: request) { return try succeeded(refusal) }
        let passages = try await passages(of: request.documentIDs, for: request.question, most: Self.nearest)
        let allowed = request.allowed.isEmpty ? AnswerRequest.Kind.allCases : request.allowed
        let mark = Passages.mark()
        let messages =
            [
                ChatMessage(
                    .system,
                    Prompts.answer.filled([
                        "language": Prompts.name(of: request.language),
                        "allowed": allowed.map(\.rawValue).joined(separator: ", "),
                        "lesson": Self.instructions(of: request.lesson),
                    ])),
                ChatMessage(.user, Passages.message(passages, mark: mark)),
            ] + lesson(request.lesson, mark: mark) + [
                ChatMessage(.user, Passages.data("question", request.question, mark: mark))
            ]
        let relay = TextRelay(report.text)
        let answer = try await relay.whileRunning {
            try await caller.chat(
                ChatRequest(
                    model: model, messages: messages, maxTokens: answerTokens,
                    contextTokens: runner.settings.contextTokens, temperature: 0.2, seed: seed),
                for: purpose(Prompts.answer), onText: { relay.add($0) })
        }
        if case .refused(let reason) = answer.finish {
            throw GenerationFailure("refused", "The model refused to answer: \(reason.prefix(200))")
        }
        return try succeeded(
            GenerationResult(
                output: try JSONCoding.encode(AnswerOutput(text: answer.text)),
                citations: Self.citations(in: answer.text, of: passages), model: answer.model,
                promptVersion: Prompts.answer.version,
                isTruncated: answer.finish == .length || answer.isPromptTruncated))
    }

    /// What the professor of a path wants of its tutor.
    private static func instructions(of lesson: Lesson?) -> String {
        guard let lesson else { return "" }
        var lines = ["The next message also gives what the pupil is being taught: you may answer from it."]
        if let discipline = lesson.discipline { lines.append("You teach: \(discipline).") }
        if let instructions = lesson.instructions { lines.append("The professor instructs you: \(instructions)") }
        return lines.joined(separator: "\n")
    }

    private func lesson(_ lesson: Lesson?, mark: String) -> [ChatMessage] {
        lesson.map { [ChatMessage(.user, Passages.data("lesson", $0.text, mark: mark))] } ?? []
    }

    /// The quotations of a text that really stand in a passage, each once.
    static func citations(in text: String, of passages: [Passage]) -> [Citation] {
        var found: [Citation] = []
        for quote in Quotations.all(in: text).prefix(mostQuotes) {
            for passage in passages {
                guard let range = QuoteCheck.find(quote, in: passage.text) else { continue }
                let words = String(decoding: Array(passage.text.utf8)[range], as: UTF8.self)
                let citation = Citation(documentID: passage.documentID, chunk: passage.chunk, quote: words)
                if !found.contains(citation) { found.append(citation) }
                break
            }
        }
        return found
    }

    /// What the documents say: all of it where it fits, and otherwise what is nearest to the question, or without one a
    /// passage here and there.
    /// - Throws: `GenerationFailure` when a document is missing or could not be prepared; `DocumentsNotReady`.
    func passages(of ids: [UUID], for question: String, most: Int) async throws -> [Passage] {
        if ids.isEmpty { return [] }
        try await checkDocuments(ids)
        if try await store.textBytes(of: ids, tenant: report.tenant) <= passageBytes {
            return try await store.passages(of: ids, tenant: report.tenant)
        }
        if question.isEmpty {
            let share = try await store.textBytes(of: ids, tenant: report.tenant) / max(1, passageBytes) + 1
            return try await store.passages(of: ids, tenant: report.tenant, each: share)
        }
        guard let caller = runner.caller, let model = runner.settings.embeddingModel else {
            throw GenerationFailure(
                "no_embedding_model",
                "The documents are longer than what the model reads at once: set AI_EMBEDDING_MODEL, and prepare them again."
            )
        }
        var vectors: [[Float]] = []
        try await caller.embed([EmbeddingStyle(model).question(question)], model: model, for: purpose(nil)) { made, _ in
            vectors = made
        }
        guard let query = vectors.first else {
            throw JobError(code: "broken_answer", message: "The embedding model gave no vector.")
        }
        let places = try await store.nearestChunks(
            to: query, in: ids, model: model, tenant: report.tenant, limit: most)
        if places.isEmpty {
            throw GenerationFailure(
                "not_embedded",
                "The documents have no vectors of the model \(model): ask for a generation of the type context with them."
            )
        }
        var room = passageBytes
        return try await store.passages(places, tenant: report.tenant).prefix { passage in
            room -= passage.text.utf8.count
            return room >= 0
        }
    }

    /// Half of the context is for passages; a token is three bytes or more, but for what is no prose.
    private var passageBytes: Int {
        max(1000, (runner.settings.contextTokens - min(answerTokens, runner.settings.contextTokens / 2)) / 2 * 3)
    }

    private func checkDocuments(_ ids: [UUID]) async throws {
        let documents = try await store.documents(ids, of: report.tenant)
        guard documents.count == Set(ids).count else {
            throw GenerationFailure("unknown_document", "A document of this generation is deleted.")
        }
        if let failed = documents.first(where: { $0.status == .failed }) {
            let id = failed.id.uuidString.lowercased()
            throw GenerationFailure(
                failed.errorCode == BudgetSpent.code ? BudgetSpent.code : "document_failed",
                "The document \(id) could not be prepared. \(failed.error ?? "See the document.")")
        }
        if documents.contains(where: { $0.status == .preparing }) { throw DocumentsNotReady() }
    }
}

/// Its documents are being prepared: it is to run again soon.
struct DocumentsNotReady: Error {}
