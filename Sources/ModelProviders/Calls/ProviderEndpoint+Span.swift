import HTTPClient
import Tracing

extension ProviderEndpoint {
    /// One call of a model as a part of what runs, by OpenTelemetry's conventions for generative models; nil where that is not
    /// traced. No text of a prompt or an answer is in it.
    func span(_ operation: String, _ model: String) -> Span? {
        ActiveSpan.current?.child(
            "\(operation) \(model)", .client,
            [
                ("gen_ai.operation.name", .string(operation)), ("gen_ai.request.model", .string(model)),
                ("gen_ai.provider.name", .string(title == "Ollama" ? "ollama" : "openai")),
            ])
    }
}

extension HTTPClientRequest {
    /// A model's server is the operator's own, or chosen by the operator: it may go on with the trace, as vLLM does.
    func part(of span: Span) -> HTTPClientRequest {
        var request = self
        request.headers["traceparent"] = span.context.traceParent
        if let state = span.context.state { request.headers["tracestate"] = state }
        return request
    }
}
