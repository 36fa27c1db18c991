/// The address of one mailbox: `local@domain` (RFC 5321, 4.1.2), also with characters beyond ASCII (RFC 6531).
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    public let localPart: String
    public let domain: String

    public var description: String { "\(localPart)@\(domain)" }

    static let bytes = 254
    static let localPartBytes = 64
    /// RFC 5322, 3.2.3, beside letters and digits.
    private static let atomMarks = Set("!#$%&'*+-/=?^_`{|}~.".unicodeScalars)

    /// - Throws: what is wrong with the text, without any part of it.
    public init(_ text: String) throws(MailAddressError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.bytes else { throw .tooLong }
        guard text.unicodeScalars.allSatisfy(Self.isVisible) else { throw .invisibleCharacter }
        guard let at = text.lastIndex(of: "@") else { throw .noAt }
        let local = text[..<at]
        guard !local.isEmpty, local.utf8.count <= Self.localPartBytes else { throw .localPart }
        if local.hasPrefix("\"") {
            guard Self.isQuoted(local) else { throw .localPart }
        } else {
            guard !local.contains("@") else { throw .severalAts }
            // A leading hyphen is an option for programs that get the address as an argument.
            guard !local.hasPrefix("-"), !local.hasPrefix("."), !local.hasSuffix("."), !local.contains(".."),
                local.unicodeScalars.allSatisfy({ Self.isLetterOrDigit($0) || Self.atomMarks.contains($0) })
            else { throw .localPart }
        }
        let name = text[text.index(after: at)...]
        guard Self.isDomain(name) else { throw .domain }
        localPart = String(local)
        domain = String(name)
    }

    /// Within quotes a space is right, and nothing else that cannot be seen.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? Character(scalar).isLetter || Character(scalar).isNumber : scalar != "\u{FFFD}"
    }

    /// `"any characters"`, where a backslash takes the next one as it is.
    private static func isQuoted(_ text: Substring) -> Bool {
        guard text.utf8.count > 2, text.hasSuffix("\"") else { return false }
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if !isEscaped, character == "\"" { return false }
            // They would end the address on the wire.
            if character == "<" || character == ">" { return false }
            isEscaped = !isEscaped && character == "\\"
        }
        return !isEscaped
    }

    private static func isDomain(_ name: Substring) -> Bool {
        name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.unicodeScalars.allSatisfy { isLetterOrDigit($0) || $0 == "-" }
        }
    }
}

/// What is wrong with the text of an address.
public enum MailAddressError: String, Error, Sendable, Hashable, CustomStringConvertible {
    case empty = "an address is missing"
    case tooLong = "an address has at most 254 bytes"
    case invisibleCharacter = "an address has no control characters, line ends or other characters that cannot be seen"
    case noAt = "an address has an @"
    case severalAts = "an address has one @, and is one address, not a list"
    case localPart = "what stands before the @ is no name of a mailbox"
    case domain = "what stands behind the @ is no name of a domain"

    public var description: String { rawValue }
}
