/// Begins spans, and hands those that ended to what exports them. A process that traces nothing has none.
public struct Tracer: Sendable {
    public let sampler: Sampler
    private let sink: @Sendable ([UInt8]) -> Void

    /// - Parameter sink: takes a span that ended, in OTLP's form; called by the work itself: it returns at once.
    public init(sampler: Sampler, sink: @escaping @Sendable ([UInt8]) -> Void) {
        self.sampler = sampler
        self.sink = sink
    }

    /// A span of a trace that is kept, which begins now.
    public func span(
        _ name: String, _ kind: SpanKind, childOf parent: SpanContext, linkedTo links: [SpanContext] = [],
        _ attributes: [SpanAttribute] = []
    ) -> Span {
        let context = SpanContext(
            traceID: parent.traceID, spanID: .random(in: 1 ... .max), isSampled: true, state: parent.state)
        return span(name, kind, context, childOf: parent, linkedTo: links, attributes)
    }

    /// A span whose context is known already.
    /// - Parameter start: nanoseconds since 1970; nil: now.
    public func span(
        _ name: String, _ kind: SpanKind, _ context: SpanContext, childOf parent: SpanContext?,
        linkedTo links: [SpanContext] = [], _ attributes: [SpanAttribute] = [], start: UInt64? = nil
    ) -> Span {
        Span(
            name, kind, context, parent: parent, links: links, attributes, start: start ?? Span.now, tracer: self)
    }

    /// A span that lasted so long until now.
    public func span(
        _ name: String, _ kind: SpanKind, _ context: SpanContext, childOf parent: SpanContext?,
        lasting duration: Duration, _ attributes: [SpanAttribute] = []
    ) -> Span {
        let now = Span.now
        let spent = Span.nanoseconds(max(0, duration / .seconds(1)))
        return span(name, kind, context, childOf: parent, attributes, start: now &- min(now, spent))
    }

    /// A root's first context: sampled or not.
    public func root() -> SpanContext {
        let id = SpanContext.TraceID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
        return SpanContext(
            traceID: id, spanID: .random(in: 1 ... .max), isSampled: sampler.keeps(id, childOf: nil))
    }

    func export(_ span: Span) {
        sink(span.encoded())
    }
}
