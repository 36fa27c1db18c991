import HTTPClient
import JSON

extension ProviderEndpoint {
    func read(_ path: String) async throws(ModelError) -> JSONValue {
        var request = request("GET", path, accepting: "application/json")
        request.limits.total = min(limits.total, limits.betweenTokens)
        request.limits.firstByte = nil
        return try await json(request)
    }

    /// A whole answer of JSON.
    /// - Throws: with a usage of nothing where the provider may have worked, for the caller to put in.
    func json(_ request: HTTPClientRequest) async throws(ModelError) -> JSONValue {
        let response: HTTPClientResponse
        do throws(HTTPClientError) {
            response = try await client.send(request)
        } catch {
            var meaning = meaning(of: error)
            if error.requestMayHaveBeenSent {
                meaning.usage = TokenUsage(prompt: 0, completion: 0, isEstimated: true)
            }
            throw meaning
        }
        guard (200..<300).contains(response.status) else { throw problem(response.head, response.body).error }
        guard let value = try? JSONValue(parsing: response.body), value.objectValue != nil else {
            throw unusable("is no JSON")
        }
        if let problem = ProviderProblem(value) { throw problem.meaning(status: response.status, wait: nil, of: self) }
        return value
    }

    func unusable(_ what: String, code: String = "unusable_answer") -> ModelError {
        ModelError(.brokenAnswer, code: code, message: "\(title)'s answer \(what).")
    }
}
