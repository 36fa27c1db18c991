import Glibc

/// The pieces that both formats of a log line are made of, as UTF-8.
enum LogText {
    /// Longer strings are cut, so that a line stays a line.
    static let maximumBytes = 8192

    /// RFC 3339 in UTC with milliseconds: `2026-10-25T00:30:00.000Z`.
    static func append(_ time: timespec, to line: inout [UInt8]) {
        var seconds = time.tv_sec
        var parts = tm()
        gmtime_r(&seconds, &parts)
        digits(Int(parts.tm_year) + 1900, 4, &line)
        line.append(UInt8(ascii: "-"))
        digits(Int(parts.tm_mon) + 1, 2, &line)
        line.append(UInt8(ascii: "-"))
        digits(Int(parts.tm_mday), 2, &line)
        line.append(UInt8(ascii: "T"))
        digits(Int(parts.tm_hour), 2, &line)
        line.append(UInt8(ascii: ":"))
        digits(Int(parts.tm_min), 2, &line)
        line.append(UInt8(ascii: ":"))
        digits(Int(parts.tm_sec), 2, &line)
        line.append(UInt8(ascii: "."))
        digits(time.tv_nsec / 1_000_000, 3, &line)
        line.append(UInt8(ascii: "Z"))
    }

    /// The inside of a JSON string (RFC 8259, 7), with every control character escaped, C1 included: no value can end
    /// a line or steer a terminal.
    static func appendEscaped(_ text: String, escapingQuotes: Bool = true, to line: inout [UInt8]) {
        var left = maximumBytes
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if left < width {
                line.append(contentsOf: "…".utf8)
                return
            }
            left -= width
            switch scalar {
            case "\n": line.append(contentsOf: "\\n".utf8)
            case "\r": line.append(contentsOf: "\\r".utf8)
            case "\t": line.append(contentsOf: "\\t".utf8)
            case "\"" where escapingQuotes: line.append(contentsOf: "\\\"".utf8)
            case "\\" where escapingQuotes: line.append(contentsOf: "\\\\".utf8)
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": unicodeEscape(scalar.value, &line)
            default: line.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    static func pad(_ count: Int, _ line: inout [UInt8]) {
        line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, count)))
    }

    private static func unicodeEscape(_ value: UInt32, _ line: inout [UInt8]) {
        let hexadecimal = Array("0123456789abcdef".utf8)
        line.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] as [UInt32] { line.append(hexadecimal[Int(value >> shift & 15)]) }
    }

    private static func digits(_ value: Int, _ width: Int, _ line: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            line.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}

extension Duration {
    /// Seconds, with the fraction.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
