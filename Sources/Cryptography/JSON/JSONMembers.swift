/// The members of one JSON object, read strictly (RFC 8259): no name twice, nothing before or after the object,
/// valid UTF-8, no lone surrogate, no number beyond a `Double`. Foundation's decoder keeps one of two equal names
/// silently, which would let two readers of one token see different claims.
struct JSONMembers {
    enum Value: Equatable {
        case string(String)
        case strings([String])
        case number(Double)
        case bool(Bool)
        case null
        /// An object or another array: checked for syntax, not kept.
        case other
    }

    private var values: [String: Value] = [:]

    /// Nil when the bytes are anything but one such object.
    init?(_ bytes: [UInt8]) {
        var scanner = JSONScanner(bytes)
        guard let values = scanner.members(depth: 0), scanner.isAtEnd() else { return nil }
        self.values = values
    }

    subscript(name: String) -> Value? { values[name] }
}
