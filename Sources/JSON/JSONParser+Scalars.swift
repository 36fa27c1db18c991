extension JSONParser {
    /// Reads a string; the position is at its opening quote.
    mutating func string() throws(JSONSyntaxError) -> String {
        let start = position
        position += 1
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        let bytes = text[(start + 1)..<position]
        if peek() == UInt8(ascii: "\"") {
            position += 1
            guard let string = String(validating: bytes, as: UTF8.self) else { throw failure(.badEncoding, at: start) }
            return string
        }
        var unescaped = Array(bytes)
        while let byte = peek() {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: unescaped, as: UTF8.self) else {
                    throw failure(.badEncoding, at: start)
                }
                return string
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20:
                throw failure(.controlCharacter, at: position - 1)
            default:
                unescaped.append(byte)
            }
        }
        throw failure(.unexpectedEnd)
    }

    /// Reads what follows a backslash.
    private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
        guard let byte = peek() else { throw failure(.unexpectedEnd) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw failure(.badEscape, at: position - 1)
        }
    }

    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = position - 2
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, peek() == UInt8(ascii: "\\") else { throw failure(.loneSurrogate, at: start) }
        position += 1
        guard peek() == UInt8(ascii: "u") else { throw failure(.loneSurrogate, at: start) }
        position += 1
        let second = try fourDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func fourDigits() throws(JSONSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek() else { throw failure(.unexpectedEnd) }
            guard let digit = byte.hexadecimalValue else { throw failure(.badEscape) }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    /// Reads a number; the position is at its sign or first digit.
    mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        let start = position
        if peek() == UInt8(ascii: "-") { position += 1 }
        if peek() == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if peek() == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if peek()?.asciiLowercased == UInt8(ascii: "e") {
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return JSONNumber(literal: String(decoding: text[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = peek(), (0x30...0x39).contains(byte) { position += 1 }
        if position == start { throw failure(peek() == nil ? .unexpectedEnd : .badNumber) }
    }
}
