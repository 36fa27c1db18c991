/// The span that the running work is a part of, as its calls out see it: they become its children.
public struct ActiveSpan: Sendable {
    public let tracer: Tracer
    public let context: SpanContext

    public init(tracer: Tracer, context: SpanContext) {
        self.tracer = tracer
        self.context = context
    }

    @TaskLocal private static var value: ActiveSpan?

    /// nil where nothing is traced, or where the trace is not kept.
    public static var current: ActiveSpan? { value }

    /// What is done in `body` is a part of the span; without a span it is done all the same.
    public static func with<Value>(
        _ span: ActiveSpan?, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async rethrows -> Value {
        guard let span else { return try await body() }
        return try await $value.withValue(span, operation: body, isolation: isolation)
    }

    /// A part of the running work that begins now.
    public func child(_ name: String, _ kind: SpanKind, _ attributes: [SpanAttribute] = []) -> Span {
        tracer.span(name, kind, childOf: context, attributes)
    }
}
