import Accounts
import Cryptography
import Foundation
import HTTPServer

extension APIContext {
    /// Who asks: from the bearer token (RFC 6750).
    /// - Parameter roles: who may; everybody with a token when empty.
    func principal(of request: HTTPRequest, roles: Set<Role> = []) throws(Problem) -> Principal {
        let principal = try principalAndExpiry(of: request).principal
        guard roles.isEmpty || roles.contains(principal.role) else {
            throw Problem(.forbidden, detail: "The role \(principal.role.rawValue) may not do this.")
        }
        return principal
    }

    /// Who asks, and until when the token holds: for answers that take long.
    func principalAndExpiry(of request: HTTPRequest) throws(Problem) -> (principal: Principal, expiresAt: Date) {
        guard let header = request.headers["Authorization"] else {
            throw Self.unauthorized("This needs a token: Authorization: Bearer …", error: nil)
        }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Self.unauthorized("The Authorization header should read: Bearer, a space, a token.", error: nil)
        }
        do {
            let claims = try verifier.verify(String(parts[1]))
            return (try Principal(claims), claims.expiresAt)
        } catch {
            throw Self.unauthorized(
                error == .expired ? "The token has expired. Sign in again." : "The token is not valid.",
                error: "invalid_token")
        }
    }

    private static func unauthorized(_ detail: String, error: String?) -> Problem {
        let challenge = error.map { "Bearer realm=\"flotilla\", error=\"\($0)\"" } ?? "Bearer realm=\"flotilla\""
        return Problem(.unauthorized, detail: detail, headers: ["WWW-Authenticate": challenge])
    }
}

extension Principal {
    /// Operators and machines see the jobs of every tenant, everybody else those of the own account.
    var seesEverybody: Bool { role == .admin || role == .service }
}
