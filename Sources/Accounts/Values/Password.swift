public import Cryptography
import Foundation

/// A password as a person typed it. It shows itself nowhere: not when printed, not in a debugger's summary.
public struct Password: Sendable {
    private let given: String
    /// As RFC 8265 prepares an OpaqueString: other spaces are the ASCII one, and the rest is in normalization form C, so
    /// that keyboards which compose letters differently give one password.
    private let text: String

    public init(_ text: String) {
        given = text
        var spaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            spaced.append(scalar.properties.generalCategory == .spaceSeparator ? " " : scalar)
        }
        self.text = String(spaced).precomposedStringWithCanonicalMapping
    }

    /// What was typed is not what is hashed; a hash of what was typed may be stored from before that was so.
    var isSpelledOtherwise: Bool { !given.utf8.elementsEqual(text.utf8) }

    /// Why it cannot be a new password, in words for the person who chose it; nil when it can.
    public var objection: String? {
        if text.utf8.count < 8 { return "must have at least 8 bytes" }
        if text.utf8.count > 72 { return "must have at most 72 bytes of UTF-8" }
        if text.allSatisfy(\.isWhitespace) { return "must not be blank" }
        if text.utf8.contains(0) { return "must not hold a zero byte" }
        if CommonPasswords.contains(text) { return "is one of the first that a guesser tries; take another" }
        return nil
    }

    /// Equal to the address, or to the part before the @, in whatever letters.
    func repeats(_ email: EmailAddress) -> Bool {
        let text = text.lowercased()
        return text == email.key || text == email.key.prefix { $0 != "@" }
    }

    public var isEmpty: Bool { text.isEmpty }

    /// The form to store.
    public func hash(
        with hasher: PasswordHasher, for share: HashShare = .own
    ) async throws(PasswordError) -> String {
        try await hasher.hash(text, for: share)
    }

    /// Whether it is the stored one; false, after the same work, when there is none.
    /// - Parameter proceed: asked before the work; false ends it as `overloaded`.
    func verify(
        against stored: String?, with hasher: PasswordHasher, for share: HashShare = .own,
        if proceed: @escaping @Sendable () -> Bool = { true }
    ) async throws(PasswordError) -> Bool {
        try await hasher.verify(isSpelledOtherwise ? [text, given] : [text], against: stored, for: share, if: proceed)
    }
}

extension Password: Decodable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "password" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
