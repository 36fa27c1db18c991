/// What names a span everywhere: its trace, itself, and whether the trace is kept (W3C Trace Context).
public struct SpanContext: Sendable, Hashable {
    /// The 128 bits of a trace's id, not all zero.
    public struct TraceID: Sendable, Hashable, CustomStringConvertible {
        public let high: UInt64
        public let low: UInt64

        public init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low == 0 && high == 0 ? 1 : low
        }

        /// 32 hexadecimal digits.
        public var description: String { SpanContext.text(high) + SpanContext.text(low) }
    }

    public let traceID: TraceID
    /// Not zero.
    public let spanID: UInt64
    public let isSampled: Bool
    /// What the callers' own tracing systems handed on (`tracestate`), as it came.
    public let state: String?

    public init(traceID: TraceID, spanID: UInt64, isSampled: Bool, state: String? = nil) {
        self.traceID = traceID
        self.spanID = spanID == 0 ? 1 : spanID
        self.isSampled = isSampled
        self.state = state
    }

    /// - Parameter traceParent: `00-…-…-01`, as it was checked where it came in.
    /// - Returns: nil for what has another form.
    public init?(traceParent: String, state: String? = nil) {
        let bytes = Array(traceParent.utf8)
        guard bytes.count >= 55, bytes[2] == Self.dash, bytes[35] == Self.dash, bytes[52] == Self.dash,
            let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]),
            let span = Self.number(bytes[36..<52]), let flags = Self.number(bytes[53..<55]), high | low != 0, span != 0
        else { return nil }
        self.init(
            traceID: TraceID(high: high, low: low), spanID: span, isSampled: flags & 1 == 1, state: state)
    }

    /// The same as a header's value.
    public var traceParent: String {
        "00-\(traceID)-\(spanIDText)-\(isSampled ? "01" : "00")"
    }

    /// 16 hexadecimal digits.
    public var spanIDText: String { Self.text(spanID) }

    private static let dash = UInt8(ascii: "-")

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt64(digit &- 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(digit &- 0x57)
            default: return nil
            }
        }
        return value
    }

    private static func text(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
