/// The trace that a value of a histogram came from, so that a slow one can be looked at.
public struct Exemplar: Sendable {
    /// 32 hexadecimal digits.
    public let traceID: String
    /// 16 hexadecimal digits.
    public let spanID: String

    public init(traceID: String, spanID: String) {
        self.traceID = traceID
        self.spanID = spanID
    }
}
