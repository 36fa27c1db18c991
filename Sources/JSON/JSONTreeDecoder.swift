import Foundation

/// Makes values out of a JSON document that has been read.
struct JSONTreeDecoder: Decoder, SingleValueDecodingContainer {
    let value: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ value: JSONValue, at codingPath: [any CodingKey] = []) {
        self.value = value
        self.codingPath = codingPath
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw mismatch("an object") }
        return KeyedDecodingContainer(JSONKeyedDecoding(members: members, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw mismatch("a list") }
        return JSONUnkeyedDecoding(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let flag) = value else { throw mismatch("true or false") }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = value else { throw mismatch("a string") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double { try number().double }
    func decode(_ type: Float.Type) throws -> Float { Float(try number().double) }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if let special = try decodeSpecial(type) as? T { return special }
        return try type.init(from: self)
    }

    /// Types whose own coding does not fit JSON, and those that must see the document as it is.
    private func decodeSpecial(_ type: any Any.Type) throws -> Any? {
        switch type {
        case is JSONValue.Type: return value
        case is Date.Type:
            guard case .string(let text) = value, let date = RFC3339.parse(text) else {
                throw mismatch("an RFC 3339 time")
            }
            return date
        case is Data.Type:
            guard case .string(let text) = value, let data = Data(base64Encoded: text) else { throw mismatch("base64") }
            return data
        case is UUID.Type:
            guard case .string(let text) = value, let uuid = UUID(uuidString: text) else { throw mismatch("a UUID") }
            return uuid
        case is Decimal.Type:
            guard let decimal = Decimal(string: try number().literal) else { throw mismatch("a number") }
            return decimal
        case is URL.Type:
            guard case .string(let text) = value, let url = URL(string: text) else { throw mismatch("a URL") }
            return url
        case let dictionary as any StringKeyedDecodable.Type: return try dictionary.decode(from: self)
        default: return nil
        }
    }

    private func number() throws -> JSONNumber {
        guard case .number(let number) = value else { throw mismatch("a number") }
        return number
    }

    private func integer<Integer: FixedWidthInteger>() throws -> Integer {
        guard case .number(let number) = value else { throw mismatch("an integer") }
        guard let integer = number.whole(as: Integer.self) else {
            throw mismatch("an integer from \(Integer.min) to \(Integer.max)")
        }
        return integer
    }

    private func mismatch(_ expected: String) -> DecodingError {
        .invalid(value == .null ? "must not be null" : "must be \(expected)", at: codingPath)
    }
}

/// Dictionaries by string: their names are data and escape the conversion of names.
private protocol StringKeyedDecodable {
    static func decode(from decoder: JSONTreeDecoder) throws -> Self
}

extension Dictionary: StringKeyedDecodable where Key == String, Value: Decodable {
    fileprivate static func decode(from decoder: JSONTreeDecoder) throws -> [String: Value] {
        guard case .object(let members) = decoder.value else {
            throw DecodingError.invalid("must be an object", at: decoder.codingPath)
        }
        var result: [String: Value] = [:]
        for (name, value) in members {
            let path = decoder.codingPath + [JSONName(name)]
            result[name] = try JSONTreeDecoder(value, at: path).decode(Value.self)
        }
        return result
    }
}
