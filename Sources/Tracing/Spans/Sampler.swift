public import Operations

/// Which traces are kept (`OTEL_TRACES_SAMPLER`).
public struct Sampler: Sendable {
    private let followsParent: Bool
    /// A trace is kept whose id's last 56 bits are below this; they are random in every id.
    private let threshold: UInt64
    private static let range: UInt64 = 1 << 56

    public init(_ configuration: TracingConfiguration.Sampler) {
        followsParent = configuration.followsParent
        let ratio = min(max(configuration.ratio, 0), 1)
        threshold = UInt64(exactly: (ratio * Double(Self.range)).rounded()) ?? 0
    }

    /// - Parameter parent: nil for the first span of a trace.
    public func keeps(_ traceID: SpanContext.TraceID, childOf parent: SpanContext?) -> Bool {
        if followsParent, let parent { return parent.isSampled }
        return traceID.low & (Self.range - 1) < threshold
    }
}
