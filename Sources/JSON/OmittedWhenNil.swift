/// A property of a view that is no member at all when it is nil, where others are `null`.
@propertyWrapper
public struct OmittedWhenNil<Value: Encodable & Sendable>: Encodable, Sendable {
    public var wrappedValue: Value?

    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    /// Not as a member of a keyed container, which has its own way.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

extension KeyedEncodingContainer {
    /// Found by the synthesized `encode(to:)` of the type that has the property.
    public mutating func encode<Value>(_ property: OmittedWhenNil<Value>, forKey key: Key) throws {
        if let value = property.wrappedValue { try encode(value, forKey: key) }
    }
}
