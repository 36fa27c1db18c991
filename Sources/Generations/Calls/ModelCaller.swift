import Foundation
import Jobs
import ModelProviders
import Operations
import Synchronization

/// Asks models, with a row of the ledger before and after every request.
struct ModelCaller: Sendable {
    /// Texts that one request embeds.
    private static let embeddedAtOnce = 32

    let store: GenerationStore
    let provider: any ModelProvider
    let embedder: any ModelProvider
    let minter = JobIDMinter()

    /// - Parameters:
    ///   - onText: see `ModelProvider.chat`.
    ///   - judge: why an answer is not taken, as a code for the ledger; nil when it is.
    func chat(
        _ request: ChatRequest, for purpose: CallPurpose,
        onText: @Sendable (String) async throws -> Void = { _ in },
        judge: (ChatAnswer) -> String? = { _ in nil }
    ) async throws -> ChatAnswer {
        let id = minter.mint().uuid
        try await store.beginCall(
            id, purpose, operation: "chat", provider: provider.name, model: request.model,
            tokens: request.messages.reduce(0) { $0 + TokenUsage.estimate($1.content) })
        let answer: ChatAnswer
        do throws(ModelError) {
            answer = try await provider.chat(request, onText: onText).storable
        } catch {
            await end(id, purpose, error.storable)
            throw error.storable
        }
        let objection = judge(answer)
        try await store.endCall(
            id, of: purpose.tenant, outcome: objection == nil ? "succeeded" : "invalid", code: objection,
            model: answer.model, usage: answer.usage, firstToken: answer.firstToken, latency: answer.latency)
        return answer
    }

    /// Normalised vectors of texts, in their order, made in a few requests.
    func embed(
        _ texts: [String], model: String, for purpose: CallPurpose,
        each: ([[Float]], Range<Int>) async throws -> Void
    ) async throws {
        for start in stride(from: 0, to: texts.count, by: Self.embeddedAtOnce) {
            let range = start..<min(start + Self.embeddedAtOnce, texts.count)
            try Task.checkCancellation()
            let id = minter.mint().uuid
            try await store.beginCall(
                id, purpose, operation: "embedding", provider: embedder.name, model: model,
                tokens: texts[range].reduce(0) { $0 + TokenUsage.estimate($1) })
            let made: Embeddings
            do throws(ModelError) {
                made = try await embedder.embed(Array(texts[range]), model: model)
            } catch {
                await end(id, purpose, error.storable)
                throw error.storable
            }
            try await store.endCall(
                id, of: purpose.tenant, outcome: "succeeded", code: nil, model: made.model.storable, usage: made.usage,
                firstToken: nil, latency: made.latency)
            try await each(made.vectors, range)
        }
    }

    /// A job that is cancelled says so in the ledger all the same: what was spent until then was spent.
    private func end(_ id: UUID, _ purpose: CallPurpose, _ error: ModelError) async {
        let store = store
        await Task {
            try? await store.endCall(
                id, of: purpose.tenant, outcome: "failed", code: error.code, model: nil, usage: error.usage,
                firstToken: error.firstToken, latency: error.latency)
        }.value
    }
}
