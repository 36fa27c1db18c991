/// Walks over JSON text once. Every method answers nil when the text is not JSON at that place.
struct JSONScanner {
    /// Deeper nesting is refused, so that no input exhausts the stack.
    private static let depthLimit = 16

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func isAtEnd() -> Bool {
        skipWhitespace()
        return position == bytes.count
    }

    mutating func members(depth: Int) -> [String: JSONMembers.Value]? {
        var members: [String: JSONMembers.Value] = [:]
        guard depth < Self.depthLimit, take("{") else { return nil }
        if take("}") { return members }
        repeat {
            skipWhitespace()
            guard let name = string(), take(":"), let value = value(depth: depth + 1),
                members.updateValue(value, forKey: name) == nil
            else { return nil }
        } while take(",")
        return take("}") ? members : nil
    }

    private mutating func value(depth: Int) -> JSONMembers.Value? {
        skipWhitespace()
        switch peek() {
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "{"): return members(depth: depth).map { _ in .other }
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "t"): return takeWord("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return takeWord("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return takeWord("null") ? .null : nil
        default: return number().map { .number($0) }
        }
    }

    private mutating func array(depth: Int) -> JSONMembers.Value? {
        guard depth < Self.depthLimit, take("[") else { return nil }
        if take("]") { return .strings([]) }
        var strings: [String] = []
        var count = 0
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            if case .string(let text) = value { strings.append(text) }
            count += 1
        } while take(",")
        guard take("]") else { return nil }
        return strings.count == count ? .strings(strings) : .other
    }

    private mutating func number() -> Double? {
        let start = position
        skip("-")
        // No leading zero, at least one digit, and digits after a point and an exponent.
        if !skip("0"), !skipDigits() { return nil }
        if skip("."), !skipDigits() { return nil }
        if skip("e") || skip("E") {
            if !skip("+") { skip("-") }
            if !skipDigits() { return nil }
        }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }

    private mutating func string() -> String? {
        guard skip("\"") else { return nil }
        var text: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                text.append(contentsOf: scalar.utf8)
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        switch next() {
        case UInt8(ascii: "\""): "\""
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "/"): "/"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "u"): escapedScalar()
        default: nil
        }
    }

    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let first = codeUnit() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard skip("\\"), skip("u"), let second = codeUnit(), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func codeUnit() -> UInt32? {
        guard bytes.count - position >= 4 else { return nil }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        position += 4
        guard let pair = Hex.decode(digits) else { return nil }
        return UInt32(pair[0]) << 8 | UInt32(pair[1])
    }

    // MARK: Bytes

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    @discardableResult
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipDigits() -> Bool {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position > start
    }

    private mutating func skipWhitespace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Skips white space, then the character.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipWhitespace()
        return skip(character)
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let word = Array(word.description.utf8)
        guard bytes[position...].starts(with: word) else { return false }
        position += word.count
        return true
    }
}
