import Cryptography
import FleetTestSupport
import Foundation

/// Tokens that another program signs, with the fleet's secret.
enum AttackTokens {
    static func sign(
        _ user: UUID = UUID(), tenant: String, role: String, issuedAt: Date = Date(), lifetime: TimeInterval = 3600
    ) throws -> String {
        try JWTSigner.secret(Array(Fleet.jwtSecret.utf8)).sign(
            JWTClaims(
                subject: user.uuidString.lowercased(), tenant: tenant, role: role,
                expiresAt: issuedAt + lifetime, issuedAt: issuedAt))
    }
}
