/// One argument of a command. Redis sees bytes; numbers travel as decimal text.
public enum RedisArgument: Hashable, Sendable {
    case text(String)
    /// Any bytes, zero included.
    case bytes([UInt8])
    case integer(Int64)
    /// The shortest decimal that reads back as the same number.
    case number(Double)

    public init(_ value: String) { self = .text(value) }
    public init(_ value: [UInt8]) { self = .bytes(value) }
    public init(_ value: Int) { self = .integer(Int64(value)) }
    public init(_ value: Int64) { self = .integer(value) }
    public init(_ value: Double) { self = .number(value) }
}

extension RedisArgument: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
}
