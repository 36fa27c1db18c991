import JSON

/// Hides what a payload's members are called secret by: a token that a handler was given is nothing to look at.
enum SecretMask {
    private static let words = [
        "password", "passwd", "secret", "authorization", "apikey", "credential", "privatekey", "cookie",
    ]
    private static let mask = JSONValue.string("***")

    /// - Parameter json: text that was checked when it was stored; what cannot be read is not shown.
    static func masked(_ json: [UInt8]) -> RawJSON {
        guard let value = try? JSONValue(parsing: json) else { return .null }
        return RawJSON(masked(value).serialized())
    }

    private static func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { masked($0) })
        case .object(let members):
            var result = JSONObject()
            for (name, member) in members {
                result[name] = isSecret(name) && member != .null ? mask : masked(member)
            }
            return .object(result)
        case .null, .bool, .number, .string: return value
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        let plain = name.lowercased().filter { $0.isLetter }
        // Tokens in the plural are counted.
        return plain.hasSuffix("token") || words.contains { plain.contains($0) }
    }
}
