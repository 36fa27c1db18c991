import Cryptography
import Foundation
import Testing

@testable import Accounts

@Suite("Tokens of users")
struct TokenTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000.7)
    private static let secret = Array("a secret of more than 32 bytes in all".utf8)

    private func user(_ role: Role) throws -> User {
        User(
            id: UUID(), account: UUID(), email: try #require(EmailAddress("a@b.c")), role: role, createdAt: Self.now)
    }

    @Test("a token names its user, account and role, for twelve hours", arguments: Role.allCases)
    func issue(role: Role) throws {
        let user = try user(role)
        let issuer = AccessTokenIssuer(signer: try .secret(Self.secret))
        let token = try issuer.issue(for: user, at: Self.now)
        #expect(token.expiresAt == Date(timeIntervalSince1970: 1_800_043_200))
        let good = try JWTVerifier.secret(Self.secret, now: { token.expiresAt.addingTimeInterval(-1) })
        #expect(
            try Principal(token: token.text, verifier: good)
                == Principal(userID: user.id, tenant: user.account, role: role))
        #expect(try good.verify(token.text).subject == user.id.uuidString.lowercased())
        let late = try JWTVerifier.secret(Self.secret, now: { token.expiresAt })
        #expect(throws: JWTError.expired) { try Principal(token: token.text, verifier: late) }
        #expect(try issuer.issue(for: user, at: Self.now).text != token.text)
        #expect(!"\(token)".contains(token.text) && !String(reflecting: token).contains(token.text))
    }

    @Test("claims that name no user, account or role of ours are malformed")
    func foreignClaims() throws {
        let id = UUID().uuidString
        for (subject, tenant, role) in [
            ("joe", id, "school"), (id, "1", "school"), (id, id, "root"), (id, id, "Admin"),
        ] {
            let claims = JWTClaims(
                subject: subject, tenant: tenant, role: role, expiresAt: Self.now, issuedAt: Self.now)
            #expect(throws: JWTError.malformed) { try Principal(claims) }
        }
    }
}
