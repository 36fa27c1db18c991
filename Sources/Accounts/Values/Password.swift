public import Cryptography

/// A password as a person typed it. It shows itself nowhere: not when printed, not in a debugger's summary.
public struct Password: Sendable {
    private let text: String

    public init(_ text: String) { self.text = text }

    /// Why it cannot be a new password, in words for the person who chose it; nil when it can.
    public var objection: String? {
        if text.utf8.count < 8 { return "must have at least 8 bytes" }
        if text.utf8.count > 72 { return "must have at most 72 bytes of UTF-8" }
        if text.allSatisfy(\.isWhitespace) { return "must not be blank" }
        if text.utf8.contains(0) { return "must not hold a zero byte" }
        return nil
    }

    public var isEmpty: Bool { text.isEmpty }

    /// The form to store.
    public func hash(with hasher: PasswordHasher) async throws(PasswordError) -> String {
        try await hasher.hash(text)
    }

    /// Whether it is the stored one; false, after the same work, when there is none.
    public func verify(against stored: String?, with hasher: PasswordHasher) async throws(PasswordError) -> Bool {
        guard let stored else { return try await hasher.verifyAgainstNothing(text) }
        return try await hasher.verify(text, against: stored)
    }
}

extension Password: Decodable {
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "password" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
