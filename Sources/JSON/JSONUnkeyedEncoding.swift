/// Fills a list.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    /// The list's own.
    let encoder: JSONTextEncoder
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(encoder: JSONTextEncoder) { self.encoder = encoder }

    mutating func encodeNil() { element().encodeNil() }
    mutating func encode<T: Encodable>(_ value: T) throws { try element().encode(value) }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        element().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { element().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { element() }

    private mutating func element() -> JSONTextEncoder {
        count += 1
        encoder.output.beginElement(at: encoder.depth)
        return encoder.inner
    }
}
