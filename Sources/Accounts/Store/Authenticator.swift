public import Cryptography
public import Foundation

/// Signs people up and in.
public struct Authenticator: Sendable {
    /// What both answer.
    public struct Session: Sendable {
        public let user: User
        public let token: AccessToken
    }

    let store: AccountStore
    let hasher: PasswordHasher
    let tokens: AccessTokenIssuer
    private let keys: TokenKeys
    let limits: SignInGuard
    private let newID: @Sendable () -> UUID

    /// - Parameter newID: mints UUIDv7s.
    public init(
        store: AccountStore, hasher: PasswordHasher, keys: TokenKeys,
        limits: SignInGuard = SignInGuard(), newID: @escaping @Sendable () -> UUID
    ) {
        self.limits = limits
        self.store = store
        self.hasher = hasher
        tokens = AccessTokenIssuer(keys: keys)
        self.keys = keys
        self.newID = newID
    }

    var invitations: InvitationKey { keys.invitations }

    /// - Parameter address: whose limit it draws on; of IPv6 the /64.
    /// - Throws: `AccountError.emailTaken`, `SignInRefusal`, `PasswordError.overloaded`, `PostgresError`.
    public func signUp(_ request: SignUpRequest, from address: String) async throws -> Session {
        try await limits.admitSignUp(address)
        let hash = try await request.password.hash(with: hasher, for: .signUp(from: address))
        let user = try await store.signUp(
            NewUser(
                id: newID(), accountID: newID(), email: request.email, passwordHash: hash,
                companyName: request.companyName, roleARN: request.roleARN))
        return Session(user: user, token: try tokens.issue(for: user, at: user.createdAt))
    }

    /// Takes the same time whether the user exists or not, while little fails.
    /// - Parameter address: whose failures count together; of IPv6 the /64.
    /// - Throws: `AccountError.wrongCredentials`, `SignInRefusal`, `PasswordError.overloaded`, `PostgresError`.
    public func signIn(_ request: SignInRequest, from address: String) async throws -> Session {
        // A password that is changed, or a hash that is made stronger, between two steps is looked at once more.
        for _ in 0..<2 {
            let credentials = try await rightCredentials(request, from: address)
            guard let confirmedAt = try await store.confirm(credentials) else { continue }
            limits.succeeded(address, request.email.key)
            if hasher.needsRehash(credentials.passwordHash) || request.password.isSpelledOtherwise {
                await rehash(request.password, of: credentials)
            }
            return Session(user: credentials.user, token: try tokens.issue(for: credentials.user, at: confirmedAt))
        }
        throw AccountError.wrongCredentials
    }

    private func rightCredentials(_ request: SignInRequest, from address: String) async throws -> Credentials {
        let account = request.email.key
        let isLast = try limits.admit(address, account)
        let credentials = try await store.credentials(for: request.email)
        // Where much fails already, a password for an account that does not exist is not worth a hash.
        if credentials == nil, isLast { throw SignInRefusal(reason: .failures, retryAfter: .seconds(1)) }
        let isRight = try await request.password.verify(
            against: credentials?.passwordHash, with: hasher,
            for: .signIn(from: address, account: credentials == nil ? nil : account, isLow: isLast),
            // Others of the same account may have failed while this one waited.
            if: { [limits] in (try? limits.admit(address, account)) != nil })
        guard let credentials, isRight else {
            limits.failed(address, account)
            throw AccountError.wrongCredentials
        }
        return credentials
    }

    /// The password is right whether or not this works out; the next sign-in tries again.
    private func rehash(_ password: Password, of credentials: Credentials) async {
        guard let hash = try? await password.hash(with: hasher) else { return }
        try? await store.replacePasswordHash(of: credentials, with: hash)
    }
}
