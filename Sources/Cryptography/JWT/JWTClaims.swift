import Foundation

/// What a token says of its bearer (RFC 7519, section 4.1, with two private claims).
public struct JWTClaims: Sendable, Equatable {
    /// `sub`: the user's id.
    public var subject: String
    /// `tenant`: the account's id.
    public var tenant: String
    /// `role`
    public var role: String
    /// `exp`: from this time on the token is refused. Written in whole seconds.
    public var expiresAt: Date
    /// `iat`: in milliseconds, so that a token issued after a revocation, but in the same second, is accepted.
    public var issuedAt: Date
    /// `jti`
    public var id: String?
    /// `nbf`: before this time the token is refused.
    public var notBefore: Date?

    public init(
        subject: String, tenant: String, role: String, expiresAt: Date, issuedAt: Date, id: String? = nil,
        notBefore: Date? = nil
    ) {
        self.subject = subject
        self.tenant = tenant
        self.role = role
        self.expiresAt = expiresAt
        self.issuedAt = issuedAt
        self.id = id
        self.notBefore = notBefore
    }
}
