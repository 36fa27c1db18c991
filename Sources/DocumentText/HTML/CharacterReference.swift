/// `&eacute;`, `&#233;`, `&#xE9;` (HTML, section 13.5).
enum CharacterReference {
    /// - Parameter run: begins with `&`.
    /// - Returns: the character and the length of its reference in bytes; nil where the `&` stands for itself.
    static func read(_ run: ArraySlice<UInt8>) -> (text: String, length: Int)? {
        let body = run.dropFirst()
        return body.first == UInt8(ascii: "#") ? number(body.dropFirst()) : named(body)
    }

    private static func number(_ body: ArraySlice<UInt8>) -> (text: String, length: Int)? {
        let isHexadecimal = (body.first ?? 0) | 0x20 == UInt8(ascii: "x")
        let digits = body.dropFirst(isHexadecimal ? 1 : 0).prefix {
            $0.isDigit || isHexadecimal && (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20)
        }
        guard !digits.isEmpty else { return nil }
        let isTerminated = digits.endIndex < body.endIndex && body[digits.endIndex] == UInt8(ascii: ";")
        let length = 2 + (isHexadecimal ? 1 : 0) + digits.count + (isTerminated ? 1 : 0)
        let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHexadecimal ? 16 : 10)
        return (String(scalar(value)), length)
    }

    /// Numbers of windows-1252 mean its characters; what is no character is U+FFFD (section 13.2.5.80).
    private static func scalar(_ value: UInt32?) -> Character {
        guard let value, value != 0, let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
        guard (0x80...0x9F).contains(value) else { return Character(scalar) }
        return Character(TextDecoder.scalar(ofWindows1252: UInt8(value)))
    }

    private static func named(_ body: ArraySlice<UInt8>) -> (text: String, length: Int)? {
        // The longest name has eight characters.
        let name = body.prefix(9).prefix { $0.isLetter || $0.isDigit }
        guard let number = numbers[String(decoding: name, as: UTF8.self)], let scalar = Unicode.Scalar(number) else {
            return nil
        }
        let isTerminated = name.endIndex < body.endIndex && body[name.endIndex] == UInt8(ascii: ";")
        // Without the semicolon old names alone: `&copy 2026` is one, `?a=1&lang=fr` is none.
        guard
            isTerminated || number < 256 && (name.endIndex == body.endIndex || body[name.endIndex] != UInt8(ascii: "="))
        else { return nil }
        return (String(Character(scalar)), 1 + name.count + (isTerminated ? 1 : 0))
    }
}
