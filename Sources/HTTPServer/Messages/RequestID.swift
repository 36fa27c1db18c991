/// The name of one request in logs and answers.
enum RequestID {
    /// Whether a caller's `X-Request-Id` may be kept: 1 to 128 visible ASCII characters, so that it can harm neither
    /// a log line nor a header.
    static func isAcceptable(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// A UUID of version 4 (RFC 9562, section 5.4), in lower case.
    static func make(using generator: inout some RandomNumberGenerator) -> String {
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let (first, second) = (Hexadecimal.text(of: high).utf8, Hexadecimal.text(of: low).utf8)
        var digits: [UInt8] = []
        digits.reserveCapacity(36)
        for (index, digit) in [first, second].joined().enumerated() {
            if [8, 12, 16, 20].contains(index) { digits.append(UInt8(ascii: "-")) }
            digits.append(digit)
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
