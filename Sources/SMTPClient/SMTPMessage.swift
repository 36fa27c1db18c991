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
        var length = 0
        var previous: UInt8 = 0
        for byte in data {
            if (previous == 0x0D) != (byte == 0x0A) {
                throw SMTPError(.invalidMessage("a line of the text does not end in CR LF"))
            }
            if byte == 0 { throw SMTPError(.invalidMessage("the text has a NUL")) }
            length = byte == 0x0A ? 0 : length + 1
            // One more: its CR.
            if length > Self.lineBytes + 1 { throw SMTPError(.invalidMessage("a line of the text is too long")) }
            previous = byte
        }
        guard previous == 0x0A else { throw SMTPError(.invalidMessage("the text does not end in CR LF")) }
    }
}
