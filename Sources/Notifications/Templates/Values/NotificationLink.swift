/// Where a notification leads: a page of ours (`/invoices/42`) or any address of the web.
public struct NotificationLink: Sendable, Hashable {
    public let text: String
    public let isAbsolute: Bool

    static let longest = 2048
    /// In words, for the caller of the API.
    public static let expected =
        "a path that begins with a slash, or an http or https URL of at most \(longest) characters"

    /// - Returns: nil for another scheme, for what RFC 3986 does not allow in an address, and for a path that begins with
    ///   two slashes, which would be another host.
    public init?(_ text: String) {
        guard (1...Self.longest).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        let lowercase = text.lowercased()
        if lowercase.hasPrefix("https://") || lowercase.hasPrefix("http://") {
            let rest = lowercase.drop { $0 != ":" }.dropFirst(3)
            guard let first = rest.first, !"/?#".contains(first) else { return nil }
            isAbsolute = true
        } else {
            guard text.hasPrefix("/"), !text.hasPrefix("//") else { return nil }
            isAbsolute = false
        }
        self.text = text
    }

    /// - Parameter publicURL: where our own pages are, such as `https://flotilla.example`.
    public func absolute(at publicURL: String) -> String {
        if isAbsolute { return text }
        return Self.trimmed(publicURL) + text
    }

    /// Without slashes at the end.
    static func trimmed(_ publicURL: String) -> String {
        String(publicURL.reversed().drop { $0 == "/" }.reversed())
    }

    /// Reserved and unreserved characters and the per cent sign (RFC 3986, section 2).
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: (0x21...0x7E).contains(byte)
        }
    }
}
