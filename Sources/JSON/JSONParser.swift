/// A strict JSON reader (RFC 8259, and of RFC 7493 unique names and whole surrogate pairs). Its depth is limited, so
/// that no text can exhaust the stack.
struct JSONParser {
    static let maximumDepth = 128

    let text: UnsafeBufferPointer<UInt8>
    var position = 0
    private var depth = 0

    static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        let result = bytes.withUnsafeBufferPointer { text in
            Result { () throws(JSONSyntaxError) in
                var parser = JSONParser(text: text)
                return try parser.document()
            }
        }
        return try result.get()
    }

    private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    private mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let value = try value()
        skipSpace()
        guard position == text.count else { throw failure(.trailingBytes) }
        return value
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        guard let byte = peek() else { throw failure(.unexpectedEnd) }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try keyword("true", .bool(true))
        case UInt8(ascii: "f"): return try keyword("false", .bool(false))
        case UInt8(ascii: "n"): return try keyword("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: return .number(try number())
        default: throw failure(.unexpectedByte)
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        try descend()
        var members = JSONObject()
        if try !closes(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                let start = position
                guard peek() == UInt8(ascii: "\"") else { throw unexpected() }
                let name = try string()
                skipSpace()
                try expect(UInt8(ascii: ":"))
                guard members.insert(name, try value()) else { throw failure(.duplicateName, at: start) }
            } while try continues(UInt8(ascii: "}"))
        }
        depth -= 1
        return .object(members)
    }

    private mutating func array() throws(JSONSyntaxError) -> JSONValue {
        try descend()
        var elements: [JSONValue] = []
        if try !closes(UInt8(ascii: "]")) {
            repeat { elements.append(try value()) } while try continues(UInt8(ascii: "]"))
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func descend() throws(JSONSyntaxError) {
        depth += 1
        if depth > Self.maximumDepth { throw failure(.tooDeep) }
        position += 1
    }

    private mutating func closes(_ end: UInt8) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        guard peek() == end else { return false }
        position += 1
        return true
    }

    private mutating func continues(_ end: UInt8) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        if peek() == UInt8(ascii: ",") {
            position += 1
            return true
        }
        try expect(end)
        return false
    }

    private mutating func keyword(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[index]) }
        return value
    }

    // MARK: Shared with the parts for strings and numbers

    func peek() -> UInt8? { position < text.count ? text[position] : nil }

    func failure(_ reason: JSONSyntaxError.Reason, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(reason, at: offset ?? position, in: text)
    }

    func unexpected() -> JSONSyntaxError { failure(peek() == nil ? .unexpectedEnd : .unexpectedByte) }

    private mutating func expect(_ byte: UInt8) throws(JSONSyntaxError) {
        guard peek() == byte else { throw unexpected() }
        position += 1
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}
