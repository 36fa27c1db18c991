import Reactor

/// Reads a host without brackets as browsers and `inet_aton` do: `127.1`, `2130706433`, `0177.0.0.1` and `0x7f000001`
/// are 127.0.0.1 (URL standard, "IPv4 parser").
enum HostSpelling {
    /// Nil for what is neither an address nor a name.
    /// - Parameter text: in small letters.
    static func host(_ text: String) -> WebhookURL.Host? {
        let isAbsolute = text.hasSuffix(".")
        let labels = (isAbsolute ? text.dropLast() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, text.utf8.count <= 253, labels.allSatisfy(isLabel) else { return nil }
        // What ends in a number can be nothing but an address.
        guard isNumber(last) else { return .name(text) }
        // libcurl takes an address with a dot behind it for a name.
        return isAbsolute ? nil : address(labels).map { .address($0) }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { isDigit($0) || (0x61...0x7A).contains($0) || "-_".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The last number fills all bytes that are left.
    private static func address(_ labels: [Substring]) -> IPAddress? {
        let numbers = labels.compactMap(number)
        guard numbers.count == labels.count, numbers.count <= 4, let last = numbers.last else { return nil }
        let first = numbers.dropLast()
        guard first.allSatisfy({ $0 <= 255 }), last < 1 << (8 * (4 - first.count)) else { return nil }
        let bits = first.enumerated().reduce(last) { $0 | $1.element << (8 * (3 - $1.offset)) }
        return IPAddress([24, 16, 8, 0].map { "\(bits >> $0 & 255)" }.joined(separator: "."))
    }

    private static func isNumber(_ label: Substring) -> Bool {
        label.utf8.allSatisfy(isDigit) || label.hasPrefix("0x") && label.dropFirst(2).allSatisfy(\.isHexDigit)
    }

    private static func number(_ label: Substring) -> UInt64? {
        if label.hasPrefix("0x") {
            let digits = label.dropFirst(2)
            return digits.isEmpty ? 0 : digits.allSatisfy(\.isHexDigit) ? UInt64(digits, radix: 16) : nil
        }
        guard label.utf8.allSatisfy(isDigit) else { return nil }
        return label.hasPrefix("0") && label.utf8.count > 1 ? UInt64(label, radix: 8) : UInt64(label)
    }
}
