/// RFC 2045, 6.7: bytes as lines of at most 76 ASCII characters.
enum QuotedPrintable {
    private static let lineLength = 76
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// - Parameter text: lines that end in CR LF.
    static func encode(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count * 5 / 4)
        var length = 0
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0D || byte == 0x0A {
                result.append(byte)
                length = 0
                continue
            }
            // A space at the end of a line may be taken away on the road.
            let isAtEnd = index + 1 == bytes.count || bytes[index + 1] == 0x0D
            let isPlain =
                (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
                || (byte == 0x20 || byte == 0x09) && !isAtEnd
            let width = isPlain ? 1 : 3
            // Room for the `=` of a soft line break, unless the line ends here anyway.
            if length + width > (isAtEnd ? lineLength : lineLength - 1) {
                result += [UInt8(ascii: "="), 0x0D, 0x0A]
                length = 0
            }
            if isPlain {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
            length += width
        }
        return String(decoding: result, as: UTF8.self)
    }
}
