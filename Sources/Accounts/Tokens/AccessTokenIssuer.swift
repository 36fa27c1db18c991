public import Cryptography
public import Foundation

/// Makes the tokens that users sign in for.
public struct AccessTokenIssuer: Sendable {
    private let signer: JWTSigner
    private let lifetime: Duration
    private let now: @Sendable () -> Date

    /// - Parameter lifetime: how long a token is good.
    public init(
        signer: JWTSigner, lifetime: Duration = .seconds(12 * 60 * 60), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.signer = signer
        self.lifetime = lifetime
        self.now = now
    }

    public func issue(for user: User) throws(JWTError) -> AccessToken {
        let issuedAt = now()
        let expiresAt = Date(timeIntervalSince1970: issuedAt.timeIntervalSince1970.rounded(.down))
            .addingTimeInterval(lifetime / .seconds(1))
        let claims = JWTClaims(
            subject: user.id.uuidString.lowercased(), tenant: user.account.uuidString.lowercased(),
            role: user.role.rawValue, expiresAt: expiresAt, issuedAt: issuedAt,
            id: Base64URL.encode(SecureRandom.bytes(16)))
        return AccessToken(text: try signer.sign(claims), expiresAt: expiresAt)
    }
}
