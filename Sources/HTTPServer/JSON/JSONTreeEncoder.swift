import Foundation

/// Makes a JSON document out of a value. Every container fills a node of its own, so nested ones may be filled in
/// any order.
struct JSONTreeEncoder: Encoder, SingleValueEncodingContainer {
    let node: Node
    // Nobody is told where an encoding failed, and keeping track costs more than the encoding.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func encode(_ value: some Encodable) throws -> JSONValue {
        let encoder = JSONTreeEncoder(node: Node())
        try encoder.encode(value)
        return encoder.node.value
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.become(.object)
        return KeyedEncodingContainer(JSONKeyedEncoding(node: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.become(.list)
        return JSONUnkeyedEncoding(node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { node.set(.null) }
    func encode(_ value: Bool) { node.set(.bool(value)) }
    func encode(_ value: String) { node.set(.string(value)) }
    func encode(_ value: Float) throws { try encode(Double(value)) }
    func encode(_ value: Int) { encodeInteger(value) }
    func encode(_ value: Int8) { encodeInteger(value) }
    func encode(_ value: Int16) { encodeInteger(value) }
    func encode(_ value: Int32) { encodeInteger(value) }
    func encode(_ value: Int64) { encodeInteger(value) }
    func encode(_ value: UInt) { encodeInteger(value) }
    func encode(_ value: UInt8) { encodeInteger(value) }
    func encode(_ value: UInt16) { encodeInteger(value) }
    func encode(_ value: UInt32) { encodeInteger(value) }
    func encode(_ value: UInt64) { encodeInteger(value) }

    func encode(_ value: Double) throws {
        guard let number = JSONNumber(value) else {
            let context = EncodingError.Context(codingPath: codingPath, debugDescription: "JSON has no such number")
            throw EncodingError.invalidValue(value, context)
        }
        node.set(.number(number))
    }

    func encode<T: Encodable>(_ value: T) throws {
        // Compared by type first: a cast of every value costs more than all the rest.
        if T.self == JSONValue.self, let value = value as? JSONValue {
            node.set(value)
        } else if T.self == Date.self, let date = value as? Date {
            encode(RFC3339.format(date))
        } else if T.self == Data.self, let data = value as? Data {
            encode(data.base64EncodedString())
        } else if T.self == UUID.self, let uuid = value as? UUID {
            encode(uuid.uuidString.lowercased())
        } else if T.self == URL.self, let url = value as? URL {
            encode(url.absoluteString)
        } else if T.self == Decimal.self, let decimal = value as? Decimal {
            node.set(.number(JSONNumber(literal: decimal.description)))
        } else if T.self is any StringKeyedEncodable.Type, let dictionary = value as? any StringKeyedEncodable {
            node.become(.object)
            for (name, value) in dictionary.members {
                try JSONTreeEncoder(node: node.appendMember(name)).encode(value)
            }
        } else {
            try value.encode(to: self)
        }
    }

    private func encodeInteger(_ value: some FixedWidthInteger) {
        node.set(.number(JSONNumber(value)))
    }
}

/// Dictionaries by string: their names are data and escape the conversion of names.
private protocol StringKeyedEncodable {
    /// Sorted by name, so that equal values make equal text.
    var members: [(String, any Encodable)] { get }
}

extension Dictionary: StringKeyedEncodable where Key == String, Value: Encodable {
    fileprivate var members: [(String, any Encodable)] { sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}
