import Cryptography

/// Signs the links by which a mail is unsubscribed from without a sign-in, and reads them back.
///
/// A link holds for as long as the secret: mails lie in mailboxes for years, and a person who no longer wants them has no
/// other way. The same mail has the same link each time.
public struct UnsubscribeSigner: Sendable {
    private let key: [UInt8]

    /// HMAC-SHA-256.
    private static let signature = 32
    /// Characters of a token: of the longest topic and a recipient without an account, in base 64.
    private static let longest = ((2 + 32 + 16 + UnsubscribeToken.longestTopic + signature) * 4 + 2) / 3

    /// - Parameter secret: any of the fleet's that no other program has. The key is derived from it (RFC 5869, the second
    ///   step, for one block), so that nothing signed with the secret itself is a link, and no link is anything else.
    public init(secret: [UInt8]) {
        key = HMAC.sha256(key: secret, message: Array("flotilla unsubscribe".utf8) + [1])
    }

    /// Letters, digits, `-` and `_`: fit for a path.
    public func text(of token: UnsubscribeToken) -> String {
        let bytes = token.bytes
        return Base64URL.encode(bytes + HMAC.sha256(key: key, message: bytes))
    }

    /// Where the page of a token is.
    /// - Parameter publicURL: where our own pages are, such as `https://flotilla.example`.
    public func address(of token: UnsubscribeToken, at publicURL: String) -> String {
        NotificationLink.trimmed(publicURL) + "/unsubscribe/" + text(of: token)
    }

    /// - Returns: nil for what was not signed with this secret.
    public func token(_ text: String) -> UnsubscribeToken? {
        guard text.utf8.count <= Self.longest, let all = Base64URL.decode(text), all.count > Self.signature else {
            return nil
        }
        let bytes = Array(all.dropLast(Self.signature))
        guard constantTimeEquals(HMAC.sha256(key: key, message: bytes), all.suffix(Self.signature)) else { return nil }
        return UnsubscribeToken(bytes: bytes)
    }
}
