/// A text within a message, in the encoding that any server carries.
struct MailPart {
    let header: String
    /// Lines that end in CR LF.
    let body: String

    /// - Parameter type: such as `text/plain`.
    init(_ text: String, type: String) {
        let text = Self.normalized(text)
        let isPlain = Self.fits(text)
        header =
            "Content-Type: \(type); charset=utf-8\r\n"
            + "Content-Transfer-Encoding: \(isPlain ? "7bit" : "quoted-printable")\r\n"
        body = isPlain ? text : QuotedPrintable.encode(text)
    }

    /// Every line ends in CR LF, whatever ended it; what cannot be seen, and what turns the reading around, is left out.
    static func normalized(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar = "\n"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}": result.append(contentsOf: "\r\n".unicodeScalars)
            case "\t": result.append(scalar)
            default: if !MailText.isHidden(scalar) { result.append(scalar) }
            }
            previous = scalar
        }
        if !result.isEmpty, result.last != "\n" { result.append(contentsOf: "\r\n".unicodeScalars) }
        return String(result)
    }

    /// ASCII whose lines no server breaks, and in which no boundary between parts can be.
    private static func fits(_ text: String) -> Bool {
        var length = 0
        var previous: UInt8 = 0
        for byte in text.utf8 {
            guard byte < 0x80, previous != UInt8(ascii: "=") || byte != UInt8(ascii: "_") else { return false }
            length = byte == 0x0A ? 0 : length + 1
            // Its CR is one of them.
            if length > 999 { return false }
            previous = byte
        }
        return true
    }
}
