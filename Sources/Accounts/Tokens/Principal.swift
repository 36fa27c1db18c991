public import Cryptography
public import Foundation

/// On whose behalf a request is made.
public struct Principal: Hashable, Sendable {
    public let userID: UUID
    public let tenant: UUID
    public let role: Role

    public init(userID: UUID, tenant: UUID, role: Role) {
        self.userID = userID
        self.tenant = tenant
        self.role = role
    }

    /// Of claims that a verifier returned. `malformed` when an id is no UUID or the role is none of ours.
    public init(_ claims: JWTClaims) throws(JWTError) {
        guard let userID = UUID(uuidString: claims.subject), let tenant = UUID(uuidString: claims.tenant),
            let role = Role(rawValue: claims.role)
        else { throw .malformed }
        self.init(userID: userID, tenant: tenant, role: role)
    }

    public init(token: String, verifier: JWTVerifier) throws(JWTError) {
        try self.init(try verifier.verify(token))
    }
}
