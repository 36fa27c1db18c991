import HTTPClient
import JSON
import Tracing

/// One request for vectors.
struct EmbeddingCall {
    /// Of a vector. The longest that models have are of some 4,000.
    private static let mostDimensions = 16_384

    let endpoint: ProviderEndpoint
    let path: String
    let body: JSONObject

    func run(
        _ texts: [String], _ model: String, read: (JSONValue) -> EmbeddingAnswer
    ) async throws(ModelError) -> Embeddings {
        let start = ContinuousClock.now
        let estimate = texts.reduce(0) { $0 + TokenUsage.estimate($1) }
        guard !texts.isEmpty else {
            return Embeddings(
                vectors: [], model: model, usage: TokenUsage(prompt: 0, completion: 0, isEstimated: false))
        }
        guard texts.allSatisfy({ !$0.isEmpty }), !model.isEmpty else {
            throw ModelError(
                .invalidRequest, code: "invalid_request",
                message: "An empty text has no vector, nor one without a model.")
        }
        var usage = TokenUsage(prompt: estimate, completion: 0, isEstimated: true)
        var span = endpoint.span("embeddings", model)
        defer { span?.end() }
        do throws(ModelError) {
            var request = endpoint.request("POST", path, body: body, accepting: "application/json")
            if let span { request = request.part(of: span) }
            let answer = read(try await endpoint.json(request))
            if let tokens = answer.tokens { usage = TokenUsage(prompt: tokens, completion: 0, isEstimated: false) }
            return Embeddings(
                vectors: try vectors(answer.rows, of: texts.count),
                model: answer.model.map { String($0.prefix(200)) } ?? model,
                usage: usage, latency: .now - start)
        } catch {
            span?.fail(error.code)
            var error = error
            error.latency = .now - start
            if error.usage != nil || error.kind == .brokenAnswer { error.usage = usage }
            throw error
        }
    }

    private func vectors(_ rows: [JSONValue]?, of count: Int) throws(ModelError) -> [[Float]] {
        guard let rows, rows.count == count else {
            throw endpoint.unusable("has not one vector for each text", code: "wrong_vector_count")
        }
        var vectors: [[Float]] = []
        vectors.reserveCapacity(count)
        for row in rows {
            guard let elements = row.arrayValue, !elements.isEmpty, elements.count <= Self.mostDimensions else {
                throw endpoint.unusable("has no vector of a possible size", code: "wrong_dimension")
            }
            // llama.cpp does so for a model that does not pool.
            guard elements[0].arrayValue == nil else {
                throw endpoint.unusable(
                    "has a vector for each token and not for each text: take a model for embeddings",
                    code: "nested_vectors")
            }
            let vector = elements.compactMap { $0.numberValue.map { Float($0.double) } }
            guard vector.count == elements.count, vector.allSatisfy(\.isFinite) else {
                throw endpoint.unusable("has numbers in its vectors that are none", code: "not_finite")
            }
            guard vector.contains(where: { $0 != 0 }) else {
                throw endpoint.unusable("has a vector of zeros", code: "zero_vector")
            }
            guard vectors.first.map({ $0.count == vector.count }) ?? true else {
                throw endpoint.unusable("has vectors of different sizes", code: "wrong_dimension")
            }
            vectors.append(vector)
        }
        return vectors
    }
}
