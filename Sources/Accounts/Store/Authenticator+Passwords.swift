import Cryptography
public import Foundation

/// Passwords that are chosen, changed and reset. Each ends the older tokens of its user, and answers a new one.
extension Authenticator {
    /// The token of an invitation; the same for the same user.
    public func invitation(for user: UUID) -> OneTimeToken { invitations.token(for: user) }

    /// Makes a user of an account by whatever `body` commits.
    /// - Throws: `AccountError.emailTaken`, `tooManyInvitations`, `noAccount`; `SignInRefusal` when that happened often; whatever the
    ///   body throws.
    public func invite<Value>(into account: UUID, _ body: () async throws -> Value) async throws -> Value {
        let name = account.uuidString
        try limits.admitInvitation(name)
        do {
            return try await store.refusingTakenEmail(body)
        } catch AccountError.emailTaken {
            limits.invitedTaken(name)
            throw AccountError.emailTaken
        }
    }

    /// Accepts an invitation.
    /// - Parameter address: whose limit of sign-ups it draws on; of IPv6 the /64.
    /// - Throws: `AccountError.tokenCountsNoMore`, `InvalidRequest`, `SignInRefusal`, `PasswordError.overloaded`,
    ///   `PostgresError`.
    public func accept(_ request: PasswordByTokenRequest, from address: String) async throws -> Session {
        try await redeem(request, .invitation, from: address)
    }

    /// Who lost a password.
    /// - Parameter email: of whatever account.
    /// - Returns: nil where there is no such user, or one who has chosen no password yet.
    public func user(with email: EmailAddress) async throws -> User? { try await store.credentials(for: email)?.user }

    /// Whether an address may report a lost password: one that reports very many is not heard for a while.
    /// - Parameter address: of IPv6 the /64.
    public func admitsReset(from address: String) -> Bool { limits.admitsReset(address) }

    /// Chooses another password by the token that was made for this; arguments and errors as of `accept`.
    public func reset(_ request: PasswordByTokenRequest, from address: String) async throws -> Session {
        try await redeem(request, .reset, from: address)
    }

    private func redeem(
        _ request: PasswordByTokenRequest, _ purpose: OneTimeToken.Purpose, from address: String
    ) async throws -> Session {
        // A token that counts no more is not worth a hash, nor a part of what the address may sign up: a neighbour who sends
        // rubbish keeps no school's users from accepting.
        guard let user = try await store.user(for: request.token, purpose) else {
            throw AccountError.tokenCountsNoMore
        }
        try Self.refuseRepetition(request.password, user.email, at: "/password")
        try await limits.admitSignUp(address)
        let hash = try await request.password.hash(with: hasher, for: .signUp(from: address))
        guard let goodFrom = try await store.redeem(request.token, purpose, hash: hash) else {
            throw AccountError.tokenCountsNoMore
        }
        return try session(of: user, goodFrom: goodFrom)
    }

    /// Changes the password of the user who asks.
    /// - Parameter address: whose failures count together; of IPv6 the /64.
    /// - Throws: `AccountError.wrongPassword`, `InvalidRequest`, `SignInRefusal`, `PasswordError.overloaded`,
    ///   `PostgresError`.
    public func changePassword(
        _ request: PasswordChangeRequest, of principal: Principal, from address: String
    ) async throws -> Session {
        guard let credentials = try await store.credentials(of: principal.userID, in: principal.tenant) else {
            throw AccountError.wrongPassword
        }
        let user = credentials.user
        let account = user.email.key
        try Self.refuseRepetition(request.new, user.email, at: "/new")
        // A token alone must not let its bearer guess the password.
        let isLast = try limits.admit(address, account)
        let isRight = try await request.current.verify(
            against: credentials.passwordHash, with: hasher,
            for: .signIn(from: address, account: account, isLow: isLast),
            if: { [limits] in (try? limits.admit(address, account)) != nil })
        guard isRight else {
            limits.failed(address, account)
            throw AccountError.wrongPassword
        }
        limits.succeeded(address, account)
        let hash = try await request.new.hash(with: hasher, for: .signUp(from: address))
        guard let goodFrom = try await store.changePassword(of: credentials, to: hash) else {
            throw AccountError.wrongPassword
        }
        return try session(of: user, goodFrom: goodFrom)
    }

    private static func refuseRepetition(
        _ password: Password, _ email: EmailAddress, at pointer: String
    ) throws(InvalidRequest) {
        guard !password.repeats(email) else {
            throw InvalidRequest(problems: [.init(pointer: pointer, message: "must not be the e-mail address")])
        }
    }

    /// Tokens are dated in whole milliseconds: that of the revocation itself would be refused.
    private func session(of user: User, goodFrom: Date) throws -> Session {
        Session(user: user, token: try tokens.issue(for: user, at: goodFrom.addingTimeInterval(0.001)))
    }
}
