public import HTTPClient

extension WebClient {
    /// Sends a request as a part of what runs, where that is traced. The other side learns nothing of the trace.
    /// - Parameter name: of few values: a URL can hold a secret.
    public func send(
        _ request: HTTPClientRequest, as name: String, _ attributes: [SpanAttribute] = []
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        guard let active = ActiveSpan.current else { return try await send(request) }
        var span = active.child(
            name, .client, [("http.request.method", .string(request.method))] + attributes)
        defer { span.end() }
        do {
            let response = try await send(request)
            span.set("http.response.status_code", .integer(response.status))
            if response.status >= 400 { span.fail(String(response.status)) }
            return response
        } catch {
            span.fail(error.description)
            throw error
        }
    }
}
