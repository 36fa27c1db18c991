/// An e-mail address of the plain shape of RFC 5321, section 4.1.2: a dot-string, `@`, a domain, all in ASCII.
/// Quoted local parts and address literals exist on paper and are refused.
///
/// The domain is in lower case; the local part stays as it was written, because its host may care, while two
/// addresses that differ in case alone are one for us: `Hashable` and the database compare `key`.
public struct EmailAddress: Sendable, CustomStringConvertible {
    public let text: String
    /// The address in lower case.
    public let key: String

    /// Takes white space off both ends. Nil when the rest is no address, or has more than 254 bytes.
    public init?(_ input: String) {
        let text = input.trimmingASCIIWhitespace()
        // Forward of 254: RFC 5321, section 4.5.3.1.3, less the angle brackets.
        guard text.utf8.count <= 254, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let at = text.lastIndex(of: "@"),
            Self.isLocalPart(text[..<at]), Self.isDomain(text[text.index(after: at)...])
        else { return nil }
        self.text = text[...at] + text[text.index(after: at)...].lowercased()
        key = text.lowercased()
    }

    public var domain: Substring { text[(text.lastIndex(of: "@") ?? text.startIndex)...].dropFirst() }

    /// Personal data: shown only where it is asked for by `text`.
    public var description: String { "e-mail address" }

    private static func isLocalPart(_ part: Substring) -> Bool {
        part.utf8.count <= 64
            && part.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.allSatisfy { $0.isASCIIAlphanumeric || "!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
            }
    }

    private static func isDomain(_ part: Substring) -> Bool {
        part.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }
        }
    }
}

extension EmailAddress: Hashable {
    public static func == (left: EmailAddress, right: EmailAddress) -> Bool { left.key == right.key }

    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
