import Cryptography
import Foundation
import Postgres
import Testing

@testable import Accounts

@Suite("Signing up and in")
struct AuthenticatorTests {
    private static let secret = Array("a secret of more than 32 bytes in all".utf8)

    private static func authenticator(_ database: Database, cost: Int = 4) throws -> Authenticator {
        Authenticator(
            store: AccountStore(database: TenantDatabase(database)), hasher: PasswordHasher(cost: cost),
            keys: try TokenKeys(secret: secret),
            newID: { UUID() })
    }

    private static func signUp(_ email: String, _ password: String) throws -> SignUpRequest {
        try SignUpRequest(SignUpRequest.Body(email: email, password: Password(password)))
    }

    private static func signIn(_ email: String, _ password: String) throws -> SignInRequest {
        try SignInRequest(SignInRequest.Body(email: email, password: Password(password)))
    }

    @Test("who signed up signs in, and both tokens name the same user")
    func signInAfterSignUp() async throws {
        try await AccountsDatabase.with { database in
            let authenticator = try Self.authenticator(database)
            let verifier = try JWTVerifier.secret(Self.secret)
            let first = try await authenticator.signUp(
                try Self.signUp("Ada@example.com", "a good password"), from: "192.0.2.1")
            let second = try await authenticator.signIn(
                try Self.signIn(" ADA@example.com", "a good password"), from: "192.0.2.1")
            #expect(first.user == second.user)
            let principal = Principal(userID: first.user.id, tenant: first.user.account, role: .school)
            #expect(try Principal(token: first.token.text, verifier: verifier) == principal)
            #expect(try Principal(token: second.token.text, verifier: verifier) == principal)
        }
    }

    @Test("a wrong password and an unknown address are refused alike")
    func wrong() async throws {
        try await AccountsDatabase.with { database in
            let authenticator = try Self.authenticator(database)
            _ = try await authenticator.signUp(try Self.signUp("ada@example.com", "a good password"), from: "192.0.2.1")
            for (email, password) in [
                ("ada@example.com", "A good password"), ("ada@example.com", "x"),
                ("bob@example.com", "a good password"),
                ("ada@example.com", "a good password" + String(repeating: " ", count: 100)),
            ] {
                await #expect(throws: AccountError.wrongCredentials) {
                    _ = try await authenticator.signIn(try Self.signIn(email, password), from: "192.0.2.1")
                }
            }
        }
    }

    @Test("a taken address is refused, and its password stays what it was")
    func taken() async throws {
        try await AccountsDatabase.with { database in
            let authenticator = try Self.authenticator(database)
            _ = try await authenticator.signUp(try Self.signUp("ada@example.com", "a good password"), from: "192.0.2.1")
            await #expect(throws: AccountError.emailTaken) {
                _ = try await authenticator.signUp(
                    try Self.signUp("ADA@example.com", "another password"), from: "192.0.2.1")
            }
            _ = try await authenticator.signIn(try Self.signIn("ada@example.com", "a good password"), from: "192.0.2.1")
        }
    }

    @Test("a hash of a password as it was typed, made before passwords were normalised, opens and is made anew")
    func decomposed() async throws {
        let (typed, composed) = ("cle\u{301} a\u{300} molette", "cl\u{E9} \u{E0} molette")
        try await AccountsDatabase.with { database in
            let hasher = PasswordHasher(cost: 4)
            let address = try #require(EmailAddress("ada@example.com"))
            let store = AccountStore(database: TenantDatabase(database))
            _ = try await store.signUp(
                NewUser(
                    id: UUID(), accountID: UUID(), email: address, passwordHash: try await hasher.hash(typed),
                    companyName: "École"))
            let authenticator = try Self.authenticator(database)
            for form in [typed, composed, typed] {
                _ = try await authenticator.signIn(try Self.signIn("ada@example.com", form), from: "192.0.2.1")
            }
            await #expect(throws: AccountError.wrongCredentials) {
                _ = try await authenticator.signIn(
                    try Self.signIn("ada@example.com", "cle a molette"), from: "192.0.2.1")
            }
        }
    }

    @Test("a sign-in makes a weak hash stronger, and the password stays what it was")
    func rehash() async throws {
        try await AccountsDatabase.with { database in
            _ = try await Self.authenticator(database).signUp(
                try Self.signUp("ada@example.com", "a good password"), from: "192.0.2.1")
            let stronger = try Self.authenticator(database, cost: 5)
            for _ in 0..<2 {
                _ = try await stronger.signIn(try Self.signIn("ada@example.com", "a good password"), from: "192.0.2.1")
            }
            let address = try #require(EmailAddress("ada@example.com"))
            let hash = try await AccountStore(database: TenantDatabase(database)).credentials(for: address)?
                .passwordHash
            #expect(hash?.hasPrefix("$2b$05$") == true)
        }
    }
}
