/// Fills an object; each property becomes a member in snake_case.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONTreeEncoder.Node
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { child(key).encodeNil() }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try child(key).encode(value) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        child(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { child(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { JSONTreeEncoder(node: node) }
    func superEncoder(forKey key: Key) -> any Encoder { child(key) }

    private func child(_ key: Key) -> JSONTreeEncoder {
        JSONTreeEncoder(node: node.appendMember(JSONCoding.snakeCase(key.stringValue)))
    }
}
