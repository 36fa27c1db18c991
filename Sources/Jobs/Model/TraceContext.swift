/// What ties a job to the request that asked for it.
public struct TraceContext: Sendable, Hashable {
    /// W3C Trace Context, `traceparent`.
    public let traceParent: String?
    public let requestID: String?
    /// What the tracing systems of callers handed on, `tracestate`.
    public let state: String?
    /// What callers said to all that comes of their request (W3C Baggage). It is their own word, and may hold what no third
    /// party is to see: nothing sends it on but to jobs.
    public let baggage: String?

    public init(
        traceParent: String? = nil, requestID: String? = nil, state: String? = nil, baggage: String? = nil
    ) {
        self.traceParent = traceParent
        self.requestID = requestID
        self.state = state
        self.baggage = baggage
    }

    /// As a job's row has it.
    public init(traceParent: String?, requestID: String?, carried: String?) {
        let lines = carried?.split(separator: "\n") ?? []
        func field(_ name: String) -> String? {
            lines.first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
        }
        self.init(
            traceParent: traceParent, requestID: requestID, state: field(Self.stateName),
            baggage: field(Self.baggageName))
    }

    /// State and baggage as a job's row has them; nil when there is neither.
    public var carried: String? {
        if state == nil && baggage == nil { return nil }
        return [state.map { Self.stateName + $0 }, baggage.map { Self.baggageName + $0 }].compactMap { $0 }
            .joined(separator: "\n")
    }

    /// The same for what a span of that trace enqueues.
    public func continued(by traceParent: String) -> TraceContext {
        TraceContext(traceParent: traceParent, requestID: requestID, state: state, baggage: baggage)
    }

    /// The second field of `traceParent`: 32 hexadecimal digits; nil when there are none.
    public var traceID: String? {
        guard let text = traceParent?.utf8.dropFirst(3).prefix(32), text.count == 32,
            text.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) })
        else { return nil }
        return String(text)
    }

    private static let stateName = "tracestate: "
    private static let baggageName = "baggage: "
}
