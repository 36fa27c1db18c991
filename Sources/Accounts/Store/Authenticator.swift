public import Cryptography
public import Foundation

/// Signs people up and in.
public struct Authenticator: Sendable {
    /// What both answer.
    public struct Session: Sendable {
        public let user: User
        public let token: AccessToken
    }

    private let store: AccountStore
    private let hasher: PasswordHasher
    private let tokens: AccessTokenIssuer
    private let newID: @Sendable () -> UUID

    /// - Parameter newID: mints UUIDv7s.
    public init(
        store: AccountStore, hasher: PasswordHasher, tokens: AccessTokenIssuer, newID: @escaping @Sendable () -> UUID
    ) {
        self.store = store
        self.hasher = hasher
        self.tokens = tokens
        self.newID = newID
    }

    /// - Throws: `AccountError.emailTaken`, `PasswordError.overloaded`, `PostgresError`.
    public func signUp(_ request: SignUpRequest) async throws -> Session {
        let hash = try await request.password.hash(with: hasher)
        let user = try await store.signUp(
            NewUser(
                id: newID(), accountID: newID(), email: request.email, passwordHash: hash,
                companyName: request.companyName, roleARN: request.roleARN))
        return Session(user: user, token: try tokens.issue(for: user))
    }

    /// Takes the same time whether the user exists or not.
    /// - Throws: `AccountError.wrongCredentials`, `PasswordError.overloaded`, `PostgresError`.
    public func signIn(_ request: SignInRequest) async throws -> Session {
        let credentials = try await store.credentials(for: request.email)
        let isRight = try await request.password.verify(against: credentials?.passwordHash, with: hasher)
        guard let credentials, isRight else { throw AccountError.wrongCredentials }
        if hasher.needsRehash(credentials.passwordHash) { await rehash(request.password, of: credentials) }
        return Session(user: credentials.user, token: try tokens.issue(for: credentials.user))
    }

    /// The password is right whether or not this works out; the next sign-in tries again.
    private func rehash(_ password: Password, of credentials: Credentials) async {
        guard let hash = try? await password.hash(with: hasher) else { return }
        try? await store.replacePasswordHash(of: credentials, with: hash)
    }
}
