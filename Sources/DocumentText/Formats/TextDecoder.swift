/// Bytes as text: strict, so that no text is silently wrong.
enum TextDecoder {
    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// By the byte order mark, else the declared encoding, else UTF-8.
    /// - Parameter charset: `utf-8`, `us-ascii`, `utf-16` (with a mark or big-endian, RFC 2781), `utf-16le`, `utf-16be`,
    ///   `windows-1252` or one of its aliases (WHATWG Encoding, section 4.2: ISO 8859-1 is read as it, too).
    /// - Throws: `bad_encoding`.
    static func decode(_ bytes: [UInt8], charset: String?) throws(DocumentError) -> String {
        if bytes.starts(with: utf8Mark) { return try utf8(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes.dropFirst(2), isLittleEndian: true) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes.dropFirst(2), isLittleEndian: false) }
        switch charset ?? "utf-8" {
        case "utf-8", "utf8", "us-ascii", "ascii": return try utf8(bytes[...])
        case "utf-16le": return try utf16(bytes[...], isLittleEndian: true)
        case "utf-16", "utf-16be": return try utf16(bytes[...], isLittleEndian: false)
        case "windows-1252", "cp1252", "x-cp1252", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1":
            return windows1252(bytes)
        default:
            throw DocumentError(.badEncoding, "The declared encoding is not supported. Send the text as UTF-8.")
        }
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>) throws(DocumentError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentError(
                .badEncoding, "The text is not UTF-8. Save it as UTF-8, or declare its encoding (charset=windows-1252)."
            )
        }
        return text
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) throws(DocumentError) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var first: UInt8?
        for byte in bytes {
            guard let other = first else {
                first = byte
                continue
            }
            units.append(isLittleEndian ? UInt16(byte) << 8 | UInt16(other) : UInt16(other) << 8 | UInt16(byte))
            first = nil
        }
        guard first == nil, let text = String(validating: units, as: UTF16.self) else {
            throw DocumentError(.badEncoding, "The text is not UTF-16, as its first bytes say. Save it as UTF-8.")
        }
        return text
    }

    private static func windows1252(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(scalar(ofWindows1252: byte)) }
        return String(text)
    }

    /// What browsers take the byte for (WHATWG Encoding, index windows-1252).
    static func scalar(ofWindows1252 byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        // bounds: 32 scalars for 0x80 to 0x9F.
        return special[Int(byte) - 0x80]
    }

    private static let special: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}", "\u{90}", "‘",
        "’",
        "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}
