/// The members of an object, asked for by property name.
struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: JSONObject
    let codingPath: [any CodingKey]

    var allKeys: [Key] { members.names.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { members.contains(name(of: key)) }

    func decodeNil(forKey key: Key) throws -> Bool { try decoder(for: key).decodeNil() }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoder(for: key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try decoder(for: key).decode(type) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try decoder(for: key).decode(type) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try decoder(for: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(for: key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { JSONTreeDecoder(.object(members), at: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(for: key) }

    private func name(of key: Key) -> String { JSONCoding.snakeCase(key.stringValue) }

    private func decoder(for key: Key) throws -> JSONTreeDecoder {
        let name = name(of: key)
        guard let value = members[name] else {
            throw DecodingError.invalid("is required", at: codingPath + [JSONName(name)])
        }
        return JSONTreeDecoder(value, at: codingPath + [JSONName(name)])
    }
}
