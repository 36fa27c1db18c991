/// What an attribute of a span can hold.
public enum AttributeValue: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case string(String)
    case integer(Int)
    case strings([String])

    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
}

/// An attribute's name and value, under a name of OpenTelemetry's semantic conventions where there is one.
public typealias SpanAttribute = (name: String, value: AttributeValue)
