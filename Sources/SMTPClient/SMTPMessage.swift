import Glibc

/// One message for one recipient, as it goes over the wire.
public struct SMTPMessage: Sendable, Hashable {
    /// Where reports of failed delivery go; empty for messages that must not cause any.
    public let sender: String
    public let recipient: String
    /// Header and body in lines that end in CR LF, each at most `lineBytes` long.
    public let data: [UInt8]

    /// RFC 5321, 4.5.3.1.6, without the line's end.
    public static let lineBytes = 998

    public init(from sender: String, to recipient: String, data: [UInt8]) {
        self.sender = sender
        self.recipient = recipient
        self.data = data
    }

    var needsUTF8: Bool { !(sender + recipient).utf8.allSatisfy { $0 < 0x80 } }

    /// A line's end in an address would be a command of its own, and a lone one in the data may end the message for
    /// servers that are lax: what follows it would then be a message of its own.
    func check() throws(SMTPError) {
        for (name, address) in [("sender", sender), ("recipient", recipient)] {
            guard address.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != 0x3C && $0 != 0x3E }) else {
                throw SMTPError(.invalidMessage("the address of the \(name) has a control character or a < or >"))
            }
        }
        guard !recipient.isEmpty else { throw SMTPError(.invalidMessage("there is no recipient")) }
        guard !data.isEmpty else { throw SMTPError(.invalidMessage("there is no text")) }
        if let flaw = data.withUnsafeBytes(Self.flaw) { throw SMTPError(.invalidMessage(flaw)) }
    }

    private static func flaw(in data: UnsafeRawBufferPointer) -> String? {
        guard let base = data.baseAddress else { return "there is no text" }
        var start = 0
        /// Where the byte is next, before `end`.
        func next(_ byte: Int32, before end: Int) -> Int? {
            memchr(base + start, byte, end - start).map { UnsafeRawPointer($0) - base }
        }
        while start < data.count {
            guard let end = next(0x0A, before: data.count) else { return "the text does not end in CR LF" }
            guard end > start, next(0x0D, before: end) == end - 1 else {
                return "a line of the text does not end in CR LF"
            }
            if end - 1 - start > lineBytes { return "a line of the text is too long" }
            if next(0, before: end) != nil { return "the text has a NUL" }
            start = end + 1
        }
        return nil
    }
}
