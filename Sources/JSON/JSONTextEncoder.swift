import Foundation

/// Writes a value as JSON text, member by member, without a document in between.
struct JSONTextEncoder: Encoder, SingleValueEncodingContainer {
    let output: JSONOutput
    /// How many containers are open around the value.
    let depth: Int
    /// Before the path of every `Link`.
    let linkPrefix: String
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    // Nothing that is encoded here fails, and keeping track costs more than the encoding.
    var codingPath: [any CodingKey] { [] }

    static func encode(_ value: some Encodable, linkPrefix: String) throws -> [UInt8] {
        let output = JSONOutput()
        try JSONTextEncoder(output: output, depth: 0, linkPrefix: linkPrefix).encode(value)
        output.close(to: 0)
        return output.bytes
    }

    /// Of a value that has a container already it is the same one, so that a type may add its members to another's.
    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        output.open(.object, at: depth)
        return KeyedEncodingContainer(JSONKeyedEncoding(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        output.open(.array, at: depth)
        return JSONUnkeyedEncoding(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { output.write("null") }
    func encode(_ value: Bool) { output.write(value ? "true" : "false") }
    func encode(_ value: String) { output.quote(value) }
    func encode(_ value: Float) { encode(Double(value)) }
    func encode(_ value: Int) { output.write(value) }
    func encode(_ value: Int8) { output.write(value) }
    func encode(_ value: Int16) { output.write(value) }
    func encode(_ value: Int32) { output.write(value) }
    func encode(_ value: Int64) { output.write(value) }
    func encode(_ value: UInt) { output.write(value) }
    func encode(_ value: UInt8) { output.write(value) }
    func encode(_ value: UInt16) { output.write(value) }
    func encode(_ value: UInt32) { output.write(value) }
    func encode(_ value: UInt64) { output.write(value) }

    func encode(_ value: Double) {
        if value.isFinite { output.write(value.description) } else { encodeNil() }
    }

    func encode<T: Encodable>(_ value: T) throws {
        // Compared by type first: a cast of every value costs more than all the rest.
        if T.self == JSONValue.self, let value = value as? JSONValue {
            value.append(to: &output.bytes)
        } else if T.self == RawJSON.self, let text = value as? RawJSON {
            output.bytes += text.bytes
        } else if T.self == Link.self, let link = value as? Link {
            output.quote(linkPrefix + link.path)
        } else if T.self == Date.self, let date = value as? Date {
            encode(RFC3339.format(date))
        } else if T.self == Data.self, let data = value as? Data {
            encode(data.base64EncodedString())
        } else if T.self == UUID.self, let uuid = value as? UUID {
            encode(uuid.uuidString.lowercased())
        } else if T.self == URL.self, let url = value as? URL {
            encode(url.absoluteString)
        } else if T.self == Decimal.self, let decimal = value as? Decimal {
            output.write(decimal.description)
        } else if T.self is any StringKeyedEncodable.Type, let dictionary = value as? any StringKeyedEncodable {
            output.open(.object, at: depth)
            for (name, value) in dictionary.members {
                output.beginMember(name, at: depth)
                try inner.encode(value)
            }
        } else {
            let start = output.bytes.count
            try value.encode(to: self)
            // A type without members.
            if output.bytes.count == start { output.open(.object, at: depth) }
        }
    }

    /// For what stands in the value's own container.
    var inner: JSONTextEncoder { JSONTextEncoder(output: output, depth: depth + 1, linkPrefix: linkPrefix) }
}

/// Dictionaries by string: their names are data and escape the conversion of names.
private protocol StringKeyedEncodable {
    /// Sorted by name, so that equal values make equal text.
    var members: [(String, any Encodable)] { get }
}

extension NamedMembers: StringKeyedEncodable {
    fileprivate var members: [(String, any Encodable)] { list.map { ($0.name, $0.value) } }
}

extension Dictionary: StringKeyedEncodable where Key == String, Value: Encodable {
    fileprivate var members: [(String, any Encodable)] { sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}
