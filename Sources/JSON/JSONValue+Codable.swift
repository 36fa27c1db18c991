extension JSONValue: Codable {
    /// `JSONCoding` hands the document over as it is; with another decoder, names come sorted and numbers rounded.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let integer = try? container.decode(Int.self) {
            self = .number(JSONNumber(integer))
        } else if let double = try? container.decode(Double.self), let number = JSONNumber(double) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let elements = try? container.decode([JSONValue].self) {
            self = .array(elements)
        } else {
            var members = JSONObject()
            for (name, value) in try container.decode([String: JSONValue].self).sorted(by: { $0.key < $1.key }) {
                members[name] = value
            }
            self = .object(members)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        case .number(let number):
            if let integer = number.integer {
                try container.encode(integer)
            } else {
                try container.encode(number.double)
            }
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members):
            try container.encode(Dictionary(members.map { ($0.name, $0.value) }) { $1 })
        }
    }
}

extension JSONValue {
    /// The document as a value of the type, by the rules of `JSONCoding`.
    /// - Throws: `DecodingError`, whose `place` says where and what; and what the type's own decoding throws.
    public func decoded<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        try JSONTreeDecoder(self).decode(type)
    }
}
