/// A JSON number, kept as written so that nothing is rounded on the way through.
public struct JSONNumber: Sendable, Hashable {
    public let literal: String

    /// - Parameter literal: checked against the grammar by whoever made it.
    init(literal: String) { self.literal = literal }

    public init(_ value: some FixedWidthInteger) { literal = String(value) }

    /// - Returns: nil for what JSON cannot hold: NaN and the infinities.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = value.description
    }

    /// The value when it is written as an integer that fits.
    public var integer: Int? { Int(literal) }
    public var double: Double { Double(literal) ?? .nan }
}
