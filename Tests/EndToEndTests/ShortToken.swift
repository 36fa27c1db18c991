import Cryptography
import FleetTestSupport
import Foundation

/// A token that the fleet's secret signs and that does not hold for long.
enum ShortToken {
    static func make(account: UUID, lasting seconds: TimeInterval) throws -> String {
        let now = Date()
        let claims = JWTClaims(
            subject: UUID().uuidString, tenant: account.uuidString, role: "school", expiresAt: now + seconds,
            issuedAt: now)
        return try JWTSigner.secret(Array(Fleet.jwtSecret.utf8)).sign(claims)
    }
}
