/// A JSON number, kept as written so that nothing is rounded on the way through.
public struct JSONNumber: Sendable, Hashable {
    public let literal: String

    /// - Parameter literal: already checked against the grammar by the caller.
    init(literal: String) { self.literal = literal }

    public init(_ value: some FixedWidthInteger) { literal = String(value) }

    /// - Returns: nil for what JSON cannot hold: NaN and the infinities.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = value.description
    }

    /// The value when it is whole and fits, however it is written: `4`, `4.0`, `4e0` and `400e-2` are one number
    /// (RFC 8259 knows no integers).
    public var integer: Int? { whole() }
    public var double: Double { Double(literal) ?? .nan }

    /// As `integer`, of another type. Decided by the digits: a `Double` would round what is almost whole.
    func whole<Integer: FixedWidthInteger>(as type: Integer.Type = Integer.self) -> Integer? {
        if let integer = Integer(literal) { return integer }
        let parts = literal.lowercased().split(separator: "e", maxSplits: 1)
        let halves = (parts.first ?? "").split(separator: ".", maxSplits: 1)
        let fraction = halves.dropFirst().first ?? ""
        var digits = (halves.first ?? "") + fraction
        let isNegative = digits.first == "-"
        digits = Substring(digits.drop { $0 == "-" || $0 == "0" })
        guard let last = digits.lastIndex(where: { $0 != "0" }) else { return 0 }
        let zeros = digits[last...].count - 1
        digits = digits[...last]
        guard let exponent = parts.count > 1 ? Int(parts[1]) : 0,
            (-Self.mostExponent...Self.mostExponent).contains(exponent)
        else { return nil }
        let shift = exponent - fraction.count + zeros
        guard shift >= 0, digits.count + shift <= 39 else { return nil }
        return Integer((isNegative ? "-" : "") + digits + String(repeating: "0", count: shift))
    }

    /// No body has as many digits.
    private static let mostExponent = 1 << 30
}
