import Foundation

/// Something that took time, while it does: only what is sampled has one. It is exported when it ends, and not before.
public struct Span: Sendable {
    public let context: SpanContext
    public let kind: SpanKind
    public var name: String
    /// The span that it is a part of, of this or another process; nil for the first of a trace.
    let parent: SpanContext?
    /// Others that it goes back to.
    var links: [SpanContext]
    var attributes: [SpanAttribute]
    /// Nanoseconds since 1970.
    let start: UInt64
    private(set) var finish: UInt64?
    /// `error.type` of what went wrong; nil while nothing did.
    private(set) var failure: String?
    private let tracer: Tracer

    /// More links than these are left out, as OpenTelemetry's own libraries do.
    static let mostLinks = 128

    init(
        _ name: String, _ kind: SpanKind, _ context: SpanContext, parent: SpanContext?, links: [SpanContext],
        _ attributes: [SpanAttribute], start: UInt64, tracer: Tracer
    ) {
        self.name = name
        self.kind = kind
        self.context = context
        self.parent = parent
        self.links = Array(links.prefix(Self.mostLinks))
        self.attributes = attributes
        self.start = start
        self.tracer = tracer
    }

    public mutating func set(_ name: String, _ value: AttributeValue) {
        attributes.append((name, value))
    }

    /// The span ends with an error.
    /// - Parameter type: of few values, such as a status or an error's code: no free text.
    public mutating func fail(_ type: String) {
        failure = type
    }

    /// Keeps the time of its end, where what became of it is known only later.
    public mutating func stop() {
        if finish == nil { finish = Self.now }
    }

    /// Ends it, unless `stop` did, and hands it over to be exported. To be called once.
    public consuming func end() {
        stop()
        tracer.export(self)
    }

    /// As what the calls of its work see.
    public var active: ActiveSpan { ActiveSpan(tracer: tracer, context: context) }

    /// Nanoseconds since 1970.
    public static var now: UInt64 { nanoseconds(Date().timeIntervalSince1970) }

    static func nanoseconds(_ seconds: Double) -> UInt64 { UInt64(exactly: (seconds * 1e9).rounded()) ?? 0 }
}
