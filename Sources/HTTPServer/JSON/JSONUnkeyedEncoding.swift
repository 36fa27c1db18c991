/// Fills a list.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    let node: JSONTreeEncoder.Node
    var codingPath: [any CodingKey] { [] }

    var count: Int { node.elementCount }

    func encodeNil() { child().encodeNil() }
    func encode<T: Encodable>(_ value: T) throws { try child().encode(value) }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        child().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }
    func superEncoder() -> any Encoder { child() }

    private func child() -> JSONTreeEncoder {
        JSONTreeEncoder(node: node.appendElement())
    }
}
