public import Cryptography
public import Foundation

/// Makes the tokens that users sign in for.
public struct AccessTokenIssuer: Sendable {
    /// Of what a sign-in gives.
    static let lifetime = Duration.seconds(12 * 60 * 60)

    private let signer: @Sendable () -> JWTSigner
    private let lifetime: Duration

    /// - Parameter lifetime: how long a token is good; 12 hours when nil.
    public init(signer: JWTSigner, lifetime: Duration? = nil) {
        self.signer = { signer }
        self.lifetime = lifetime ?? Self.lifetime
    }

    public init(keys: TokenKeys) {
        signer = { keys.signer }
        lifetime = Self.lifetime
    }

    /// - Parameter issuedAt: by the clock that dates revocations, PostgreSQL's: a token from before a revocation must not
    ///   look younger than it, nor one from after it older.
    public func issue(for user: User, at issuedAt: Date) throws(JWTError) -> AccessToken {
        let expiresAt = Date(timeIntervalSince1970: issuedAt.timeIntervalSince1970.rounded(.down))
            .addingTimeInterval(lifetime / .seconds(1))
        let claims = JWTClaims(
            subject: user.id.uuidString.lowercased(), tenant: user.account.uuidString.lowercased(),
            role: user.role.rawValue, expiresAt: expiresAt, issuedAt: issuedAt,
            id: Base64URL.encode(SecureRandom.bytes(16)))
        return AccessToken(text: try signer().sign(claims), expiresAt: expiresAt)
    }
}
