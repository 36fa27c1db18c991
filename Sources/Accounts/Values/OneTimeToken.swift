import Cryptography
public import Foundation

/// A secret that lets its bearer choose a user's password, once: an invitation, or what resets a password. The database
/// holds its digest alone.
public struct OneTimeToken: Sendable {
    /// What a token is good for. The raw values are those of the column `user_tokens.purpose`.
    public enum Purpose: String, Sendable {
        case invitation, reset

        /// How long it may be used, in seconds: seven days, an hour.
        public var lifetime: TimeInterval { self == .invitation ? 7 * 86_400 : 3600 }
    }

    /// 43 characters of the URL-safe alphabet, when it is ours.
    public let text: String

    public init(_ text: String) { self.text = text }

    public static func random() -> OneTimeToken { OneTimeToken(Base64URL.encode(SecureRandom.bytes(32))) }

    /// SHA-256: 256 random bits need no slow hash.
    public var digest: [UInt8] { SHA256.digest(text) }
}

extension OneTimeToken: Decodable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }
}

extension OneTimeToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "one-time token" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
