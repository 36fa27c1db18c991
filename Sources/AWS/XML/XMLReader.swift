/// Reads XML as AWS writes it: elements, text, references, CDATA and comments, in UTF-8, with names of ASCII. Attributes
/// are checked for their form and not kept. All else, such as a document type within the document, is `broken`.
///
/// It is not FoundationXML because that ends the process at a name whose bytes are not UTF-8, and takes a document that
/// breaks off within a tag for a whole one. One pass over the bytes, without recursion; `XMLBuilder` sees to it that tags match.
///
/// Source: <https://www.w3.org/TR/xml/>.
struct XMLReader {
    /// The longest is `&#1114111;`; some zeros in front are allowed.
    private static let longestReference = 16

    private let bytes: [UInt8]
    private var index: Int
    /// The name of an element that ends with its first tag: `<a/>`.
    private var emptyElement: String?

    /// - Parameter start: where the first element begins, as `XMLProlog` found it.
    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        index = start
    }

    /// - Returns: nil at the end of the bytes.
    mutating func next() throws(MalformedAnswer) -> XMLEvent? {
        if let name = emptyElement {
            emptyElement = nil
            return .end(name)
        }
        if let text = try text() { return .text(text) }
        return index < bytes.count ? try tag() : nil
    }

    private mutating func text() throws(MalformedAnswer) -> String? {
        var text: [UInt8] = []
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&") {
                text.append(contentsOf: String(try reference()).utf8)
            } else if bytes[index] != UInt8(ascii: "<") {
                try append(run { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "&") }, to: &text)
            } else if index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "!") {
                break
            } else if skip("<!--") {
                _ = try run(before: "-->")
            } else if skip("<![CDATA[") {
                try append(run(before: "]]>"), to: &text)
            } else {
                throw .broken
            }
        }
        guard !text.isEmpty else { return nil }
        guard let valid = String(validating: text, as: UTF8.self) else { throw .broken }
        return valid
    }

    /// Adds text as it stands in the document, with its line ends made one kind, as XML wants it.
    private func append(_ run: ArraySlice<UInt8>, to text: inout [UInt8]) throws(MalformedAnswer) {
        var last: UInt8 = 0
        for byte in run {
            guard byte >= 0x20 || Self.isSpace(byte) else { throw .broken }
            let isSecondOfTwo = byte == UInt8(ascii: "\n") && last == UInt8(ascii: "\r")
            if !isSecondOfTwo { text.append(byte == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : byte) }
            last = byte
        }
    }

    private mutating func reference() throws(MalformedAnswer) -> Unicode.Scalar {
        let window = bytes[index...].prefix(Self.longestReference)
        guard let end = window.firstIndex(of: UInt8(ascii: ";")) else { throw .broken }
        let name = String(decoding: window[..<end].dropFirst(), as: UTF8.self)
        index = end + 1
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { throw .broken }
            let isHexadecimal = name.hasPrefix("#x")
            let digits = name.dropFirst(isHexadecimal ? 2 : 1)
            guard digits.first != "+", let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
                let scalar = Unicode.Scalar(number), number >= 0x20 || Self.isSpace(UInt8(number))
            else { throw .broken }
            return scalar
        }
    }

    /// What a `<` begins that is neither a comment nor CDATA.
    private mutating func tag() throws(MalformedAnswer) -> XMLEvent {
        index += 1
        if skip(UInt8(ascii: "/")) {
            let name = try name()
            _ = run(while: Self.isSpace)
            guard skip(UInt8(ascii: ">")) else { throw .broken }
            return .end(name)
        }
        let name = try name()
        while true {
            let isSpaced = !run(while: Self.isSpace).isEmpty
            let isEmpty = skip(UInt8(ascii: "/"))
            if skip(UInt8(ascii: ">")) {
                if isEmpty { emptyElement = name }
                return .start(name)
            }
            guard isSpaced, !isEmpty else { throw .broken }
            try attribute()
        }
    }

    private mutating func attribute() throws(MalformedAnswer) {
        _ = try name()
        _ = run(while: Self.isSpace)
        guard skip(UInt8(ascii: "=")) else { throw .broken }
        _ = run(while: Self.isSpace)
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") else {
            throw .broken
        }
        let quote = bytes[index]
        index += 1
        _ = run { $0 != quote && $0 != UInt8(ascii: "<") }
        guard index < bytes.count, bytes[index] == quote else { throw .broken }
        index += 1
    }

    private mutating func name() throws(MalformedAnswer) -> String {
        let name = run(while: Self.isOfName)
        guard let first = name.first, Self.isLetter(first) || first == UInt8(ascii: "_") else { throw .broken }
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func run(while isPart: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.count, isPart(bytes[index]) { index += 1 }
        return bytes[start..<index]
    }

    /// What stands before a mark, which is passed over.
    private mutating func run(before mark: String) throws(MalformedAnswer) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.count {
            let end = index
            if skip(mark) { return bytes[start..<end] }
            index += 1
        }
        throw .broken
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skip(_ mark: String) -> Bool {
        guard bytes[index...].starts(with: mark.utf8) else { return false }
        index += mark.utf8.count
        return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        isLetter(byte) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }
}
