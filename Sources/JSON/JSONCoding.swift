/// How the API's types become JSON and come from it: snake_case names, RFC 3339 times, lower-case UUIDs, base64 data.
///
/// A property `statusURL` is the member `status_url` both ways; declared coding keys in snake_case stay as they are.
/// Dictionaries and `JSONValue` keep their names, numbers in a `JSONValue` every digit. Members come in the order in
/// which they were encoded; a property that is nil becomes `null` (`OmittedWhenNil` leaves it out), and so does a number
/// that JSON cannot hold.
public enum JSONCoding {
    /// - Parameter linkPrefix: stands before the path of every `Link`.
    /// - Throws: what the value's own `encode` throws.
    public static func encode(
        _ value: some Encodable, linkPrefix: String = ""
    ) throws -> [UInt8] {
        try JSONTextEncoder.encode(value, linkPrefix: linkPrefix)
    }

    /// `maxAttempts` → `max_attempts`, `statusURL` → `status_url`, `URLPath` → `url_path`, `userIDs` → `user_ids`.
    public static func snakeCase(_ name: String) -> String {
        guard name.utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return name }
        var result: [UInt8] = []
        appendSnakeCase(name, to: &result)
        return String(decoding: result, as: UTF8.self)
    }

    static func appendSnakeCase(_ name: String, to result: inout [UInt8]) {
        var before: UInt8?
        var rest = name.utf8[...]
        while let byte = rest.popFirst() {
            let isUpper = (0x41...0x5A).contains(byte)
            if isUpper, let before, before != UInt8(ascii: "_") {
                let followsLower = !(0x41...0x5A).contains(before)
                // `IDs` is one acronym in the plural.
                let isPlural =
                    rest.first == UInt8(ascii: "s")
                    && rest.dropFirst().first.map { !(0x61...0x7A).contains($0) } ?? true
                let endsAcronym = !isPlural && rest.first.map { (0x61...0x7A).contains($0) } ?? false
                if followsLower || endsAcronym { result.append(UInt8(ascii: "_")) }
            }
            result.append(byte.asciiLowercased)
            before = byte
        }
    }
}
