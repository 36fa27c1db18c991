import JSON

/// Percent-decoding (RFC 3986, section 2.1) that refuses what it cannot decode safely.
enum PercentEncoding {
    /// - Returns: nil for a `%` without two hexadecimal digits, control characters (encoded or not), bare spaces and
    ///   bytes that are not UTF-8.
    static func decode(_ raw: some Collection<UInt8>, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var input = raw.makeIterator()
        while let byte = input.next() {
            var value = byte
            if byte == UInt8(ascii: " ") { return nil }
            if byte == UInt8(ascii: "%") {
                guard let high = input.next()?.hexadecimalValue, let low = input.next()?.hexadecimalValue else {
                    return nil
                }
                value = high << 4 | low
            } else if plusIsSpace, byte == UInt8(ascii: "+") {
                value = UInt8(ascii: " ")
            }
            if value < 0x20 || value == 0x7F { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
