import Accounts
import Cryptography
import Foundation
import HTTPServer

extension APIContext {
    /// That change nothing, whichever page makes a browser send them.
    private static let harmless: Set<HTTPMethod> = [.get, .head, .options]

    /// Who asks: from the bearer token (RFC 6750), or from a browser's cookie when there is no `Authorization`.
    func principal(of request: HTTPRequest) throws(Problem) -> Principal { try verified(request).principal }

    /// What the token of a request says. Verified once, at the end of the header.
    func verified(_ request: HTTPRequest) throws(Problem) -> VerifiedToken {
        let known = request.caller.identity as? VerifiedToken
        return if let known { known } else { try verify(request) }
    }

    /// Whose shares a request draws on: the principal's and the tenant's, wherever it comes from.
    /// - Throws: 401 without a valid token.
    func caller(of request: HTTPRequest) throws(Problem) -> Caller {
        let verified = try verify(request)
        let (user, tenant) = (verified.principal.userID, verified.principal.tenant)
        return Caller(key: .principal(user, tenant: tenant), group: .tenant(tenant), identity: verified)
    }

    private func verify(_ request: HTTPRequest) throws(Problem) -> VerifiedToken {
        guard let header = request.headers["Authorization"] else {
            guard let cookie = SessionCookie(of: request).token(in: request) else {
                throw Self.unauthorized("This needs a token: Authorization: Bearer …", error: nil)
            }
            let token = try verify(cookie)
            if !Self.harmless.contains(request.method) { try pages.demand(of: request) }
            return token
        }
        // By bytes: a token has hundreds of characters, and none of them is looked at here.
        let parts = header.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: true).map {
            Substring($0)
        }
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Self.unauthorized("The Authorization header should read: Bearer, a space, a token.", error: nil)
        }
        return try verify(String(parts[1]))
    }

    func verify(_ text: String) throws(Problem) -> VerifiedToken {
        let (claims, principal): (JWTClaims, Principal)
        do {
            claims = try verifier.verify(text)
            principal = try Principal(claims)
        } catch {
            throw Self.unauthorized(
                error == .expired ? "The token has expired. Sign in again." : "The token is not valid.",
                error: "invalid_token")
        }
        let token = VerifiedToken(
            principal: principal, id: claims.id, issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
        if revocations.refuses(token) {
            throw Self.unauthorized("The token was revoked. Sign in again.", error: "invalid_token")
        }
        return token
    }

    private static func unauthorized(_ detail: String, error: String?) -> Problem {
        let challenge = error.map { "Bearer realm=\"flotilla\", error=\"\($0)\"" } ?? "Bearer realm=\"flotilla\""
        return Problem(.unauthorized, detail: detail, headers: ["WWW-Authenticate": challenge])
    }
}

/// What a valid token says.
struct VerifiedToken: Sendable {
    let principal: Principal
    /// Its claim `jti`, if it has one.
    let id: String?
    let issuedAt: Date
    let expiresAt: Date
}

extension Principal {
    /// Operators and machines see the jobs of every tenant, all others those of the own account.
    var seesEverybody: Bool { role == .admin || role == .service }
}
