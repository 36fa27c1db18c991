import JSON

extension OutputSchema {
    /// The `json_schema` of a `response_format`
    /// (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
    var openAI: JSONValue {
        .object(["name": .string(openAIName), "strict": .bool(Self.isStrict(schema, depth: 0)), "schema": schema])
    }

    private var openAIName: String {
        let name = name.utf8.prefix(64).map { byte -> Character in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                Character(Unicode.Scalar(byte))
            default: "_"
            }
        }
        return name.isEmpty ? "answer" : String(name)
    }

    /// A schema is taken as strict only when each object in it demands all its members and allows no others.
    private static func isStrict(_ schema: JSONValue, depth: Int) -> Bool {
        guard depth < 128 else { return false }
        switch schema {
        case .array(let elements): return elements.allSatisfy { isStrict($0, depth: depth + 1) }
        case .object(let members):
            let properties = members["properties"]?.objectValue
            if properties != nil || members["type"] == .string("object") {
                let required = Set((members["required"]?.arrayValue ?? []).compactMap(\.stringValue))
                guard members["additionalProperties"] == .bool(false), required.isSuperset(of: properties?.names ?? [])
                else { return false }
            }
            return members.allSatisfy { isStrict($0.value, depth: depth + 1) }
        default: return true
        }
    }
}
