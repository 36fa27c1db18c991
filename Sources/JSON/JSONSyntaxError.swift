/// Why a text is not JSON, and where.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: String, Sendable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "unexpected character"
        case trailingBytes = "text after the value"
        case badEscape = "invalid escape in a string"
        case loneSurrogate = "half of a surrogate pair"
        case controlCharacter = "control character in a string"
        case badEncoding = "a string that is not UTF-8"
        case badNumber = "invalid number"
        case duplicateName = "a name that the object has already"
        case tooDeep = "nested too deeply"
    }

    public let reason: Reason
    /// Bytes before the place, 0 at the start.
    public let offset: Int
    /// Counted from 1; columns count bytes.
    public let line: Int
    public let column: Int

    init(_ reason: Reason, at offset: Int, in text: UnsafeBufferPointer<UInt8>) {
        self.reason = reason
        self.offset = offset
        let before = text[..<Swift.min(offset, text.count)]
        line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        column = 1 + (before.lastIndex(of: UInt8(ascii: "\n")).map { before.endIndex - $0 - 1 } ?? before.count)
    }

    public var description: String { "\(reason.rawValue) at line \(line), column \(column)" }
}
