import Cryptography
import Foundation
import Postgres
import Testing

@testable import Accounts

@Suite("Passwords that are chosen, changed and reset")
struct PasswordTests {
    private static let secret = Array("a secret of more than 32 bytes in all".utf8)
    private static let address = "192.0.2.1"

    private struct Place: Sendable {
        let database: Database
        let store: AccountStore
        let authenticator: Authenticator
        let first: Authenticator.Session

        init(_ database: Database) async throws {
            self.database = database
            store = AccountStore(database: TenantDatabase(database))
            authenticator = Authenticator(
                store: store, hasher: PasswordHasher(cost: 4),
                keys: try TokenKeys(secret: secret),
                newID: { UUID() })
            first = try await authenticator.signUp(
                try SignUpRequest(.init(email: "ada@example.com", password: Password("a good password"))),
                from: address)
        }

        var principal: Principal {
            Principal(userID: first.user.id, tenant: first.user.account, role: first.user.role)
        }

        func signIn(_ password: String) async throws -> Authenticator.Session {
            try await authenticator.signIn(
                try SignInRequest(.init(email: "ada@example.com", password: Password(password))), from: address)
        }

        func change(_ current: String, _ new: String) async throws -> Authenticator.Session {
            try await authenticator.changePassword(
                try PasswordChangeRequest(.init(current: Password(current), new: Password(new))), of: principal,
                from: address)
        }

        func reset(_ token: OneTimeToken, _ password: String) async throws -> Authenticator.Session {
            try await authenticator.reset(
                try PasswordByTokenRequest(.init(token: token, password: Password(password))), from: address)
        }

        /// Whether a token counts, as an API process finds that out.
        func isGood(_ session: Authenticator.Session) async throws -> Bool {
            let claims = try JWTVerifier.secret(secret).verify(session.token.text)
            return try await store.revocations().allSatisfy {
                $0.subject != session.user.id || claims.issuedAt >= $0.notBefore
            }
        }
    }

    private func withPlace(_ body: @Sendable (Place) async throws -> Void) async throws {
        try await AccountsDatabase.with { try await body(try await Place($0)) }
    }

    @Test("a changed password ends the older tokens, and the answer holds a good one")
    func change() async throws {
        try await withPlace { place in
            let beside = try await place.signIn("a good password")
            let changed = try await place.change("a good password", "another password")
            #expect(try await !place.isGood(place.first))
            #expect(try await !place.isGood(beside))
            #expect(try await place.isGood(changed))
            await #expect(throws: AccountError.wrongCredentials) { _ = try await place.signIn("a good password") }
            #expect(try await place.isGood(try await place.signIn("another password")))
        }
    }

    @Test("a token alone changes no password: the present one is asked for, and guesses are limited")
    func guesses() async throws {
        try await withPlace { place in
            var refusals = 0
            for index in 0..<30 {
                do {
                    _ = try await place.change("guess number \(index)", "another password")
                    Issue.record("guessed")
                } catch AccountError.wrongPassword {
                } catch is SignInRefusal {
                    refusals += 1
                }
            }
            #expect(refusals >= 15)
            #expect(try await place.isGood(place.first))
        }
    }

    @Test("no new password may be the e-mail address", arguments: ["ada@example.com", "ADA@example.com"])
    func repetition(password: String) async throws {
        try await withPlace { place in
            await #expect(throws: InvalidRequest.self) { _ = try await place.change("a good password", password) }
            let token = OneTimeToken.random()
            let isMade = try await place.store.beginReset(of: place.first.user, by: token)
            #expect(isMade)
            await #expect(throws: InvalidRequest.self) { _ = try await place.reset(token, password) }
        }
    }

    @Test("a reset works once and within its hour, ends the older tokens, and an invitation is none")
    func reset() async throws {
        try await withPlace { place in
            let (lost, token) = (OneTimeToken.random(), OneTimeToken.random())
            for made in [lost, token] { #expect(try await place.store.beginReset(of: place.first.user, by: made)) }
            // The later one takes the place of the earlier one.
            await #expect(throws: AccountError.tokenCountsNoMore) { _ = try await place.reset(lost, "new password 1") }
            let session = try await place.reset(token, "new password 1")
            #expect(try await place.isGood(session))
            #expect(try await !place.isGood(place.first))
            await #expect(throws: AccountError.tokenCountsNoMore) { _ = try await place.reset(token, "new password 2") }
            #expect(try await place.store.beginReset(of: place.first.user, by: token))
            try await place.database.query("update user_tokens set expires_at = now()")
            await #expect(throws: AccountError.tokenCountsNoMore) { _ = try await place.reset(token, "new password 2") }
            _ = try await place.signIn("new password 1")
        }
    }

    @Test("a changed password makes a reset that was under way void")
    func voidReset() async throws {
        try await withPlace { place in
            let token = OneTimeToken.random()
            #expect(try await place.store.beginReset(of: place.first.user, by: token))
            _ = try await place.change("a good password", "another password")
            await #expect(throws: AccountError.tokenCountsNoMore) { _ = try await place.reset(token, "new password 1") }
        }
    }

    @Test("an invitation's token is the same for the same user and secret, and no other's")
    func derivation() throws {
        let (key, other) = (InvitationKey(secret: Self.secret), InvitationKey(secret: Self.secret.reversed()))
        let user = UUID()
        #expect(key.token(for: user).text == key.token(for: user).text)
        #expect(key.token(for: user).text != key.token(for: UUID()).text)
        #expect(key.token(for: user).text != other.token(for: user).text)
        #expect(key.token(for: user).text.utf8.count == 43)
        #expect(
            !"\(key.token(for: user)) \(String(reflecting: key.token(for: user)))".contains(key.token(for: user).text))
    }

    @Test("a sign-in with the old password gives no token that outlives the change that overtook it")
    func overtaken() async throws {
        try await withPlace { place in
            let address = try #require(EmailAddress("ada@example.com"))
            let credentials = try #require(try await place.store.credentials(for: address))
            // The sign-in has read the hash; before it is done the password changes.
            let changed = try await place.change("a good password", "another password")
            #expect(try await place.store.confirm(credentials) == nil)
            #expect(try await place.isGood(changed))
        }
    }

    @Test("while a change is under way, the confirmation of a sign-in waits for it and then fails")
    func lockedOut() async throws {
        try await withPlace { place in
            let address = try #require(EmailAddress("ada@example.com"))
            let credentials = try #require(try await place.store.credentials(for: address))
            let confirmation = try await place.database.withConnection { connection in
                try await connection.query("begin")
                try await connection.execute([
                    .enter(tenant: place.first.user.account), AccountStore.enterAPI,
                    """
                    select flotilla.change_password(
                        \(place.first.user.id), \(credentials.passwordHash), \(AccountsDatabase.hash))
                    """,
                    "select set_config('role', 'none', true)",
                ])
                let confirmation = Task { try await place.store.confirm(credentials) }
                #expect(try await AccountsDatabase.isLocked(connection))
                try await connection.query("commit")
                return confirmation
            }
            #expect(try await confirmation.value == nil)
        }
    }
}
