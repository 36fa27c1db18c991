/// How the API's types become JSON and come from it: snake_case names, RFC 3339 times, lower-case UUIDs, base64 data.
///
/// A property `statusURL` is the member `status_url` both ways; declared coding keys in snake_case stay as they are.
/// Dictionaries and `JSONValue` keep their names, numbers in a `JSONValue` every digit. Members come in the order in
/// which they were encoded; a `nil` property that is encoded by `encodeIfPresent` (the synthesized way) is left out.
public enum JSONCoding {
    /// - Throws: `EncodingError` for NaN and the infinities, and what the value's own `encode` throws.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        try JSONTreeEncoder.encode(value).serialized()
    }

    /// - Throws: `Problem`: 400 with the place for what is no JSON, 422 with a pointer for what does not fit the type.
    public static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws(Problem) -> T {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw .badRequest("The body is not JSON: \(error).")
        }
        return try decode(type, from: document)
    }

    /// - Throws: `Problem` 422 with a pointer for what does not fit the type.
    public static func decode<T: Decodable>(_ type: T.Type, from document: JSONValue) throws(Problem) -> T {
        do {
            return try JSONTreeDecoder(document).decode(type)
        } catch let error as any HTTPResponseError {
            throw error.problem
        } catch let error as DecodingError {
            throw .invalid([error.fieldError])
        } catch {
            throw .invalid([Problem.FieldError(pointer: "", message: "is not valid")])
        }
    }

    /// `maxAttempts` → `max_attempts`, `statusURL` → `status_url`, `URLPath` → `url_path`.
    static func snakeCase(_ name: String) -> String {
        guard name.utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return name }
        let bytes = Array(name.utf8)
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let isUpper = (0x41...0x5A).contains(byte)
            if isUpper, index > 0, bytes[index - 1] != UInt8(ascii: "_") {
                let followsLower = !(0x41...0x5A).contains(bytes[index - 1])
                let endsAcronym = index + 1 < bytes.count && (0x61...0x7A).contains(bytes[index + 1])
                if followsLower || endsAcronym { result.append(UInt8(ascii: "_")) }
            }
            result.append(byte.asciiLowercased)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
