import HTTPServer
import Operations
import Tracing

/// The spans of requests: begun where their headers are read, ended with their answers.
struct RequestTraces: Sendable {
    let tracer: Tracer

    /// Whether a request's span is kept.
    func samples(_ trace: TraceParent, isGiven: Bool) -> Bool {
        guard let context = SpanContext(traceParent: trace.description) else { return false }
        return tracer.sampler.keeps(context.traceID, childOf: isGiven ? context : nil)
    }

    /// What the handler calls, and what it enqueues, is a part of the request.
    @Sendable func around(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        let span = SpanContext(traceParent: request.traceParent.description, state: request.traceState)
        guard let span, span.isSampled else { return try await next(request) }
        return try await ActiveSpan.with(ActiveSpan(tracer: tracer, context: span)) { try await next(request) }
    }

    /// The path itself is in no span: it may hold a token, such as that of an invitation.
    /// - Returns: nil when the trace is not kept.
    func record(_ request: RequestSummary) -> Exemplar? {
        guard request.traceParent.isSampled,
            let context = SpanContext(traceParent: request.traceParent.description, state: request.traceState)
        else { return nil }
        let method = request.method == .unknown ? "_OTHER" : request.method.rawValue
        var attributes: [SpanAttribute] = [
            ("http.request.method", .string(method)),
            ("http.response.status_code", .integer(request.status.rawValue)),
            ("flotilla.request.id", .string(request.requestID)),
        ]
        if let route = request.route { attributes.append(("http.route", .string(route))) }
        let name = [method == "_OTHER" ? "HTTP" : method, request.route].compactMap { $0 }.joined(separator: " ")
        var span = tracer.span(
            name, .server, context, childOf: request.callerTrace.flatMap { SpanContext(traceParent: $0.description) },
            lasting: request.duration, attributes)
        // The conventions count errors of the caller as none of the server's.
        if request.status.rawValue >= 500 { span.fail(String(request.status.rawValue)) }
        span.end()
        return Exemplar(traceID: request.traceParent.traceID, spanID: request.traceParent.parentID)
    }
}
