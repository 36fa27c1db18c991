import Foundation
public import Postgres

extension AccountStore {
    /// What the token of a sign-in is dated by, once the password was found to be right.
    /// - Returns: nil when the password was changed since the credentials were read.
    func confirm(_ credentials: Credentials) async throws -> Date? {
        try await run(
            as: "flotilla_api",
            "select flotilla.confirm_sign_in(\(credentials.user.id), \(credentials.passwordHash)) as at"
        ).first?.decode("at")
    }

    /// Whose token this is; nil when it was used, has expired or is none of ours.
    func user(for token: OneTimeToken, _ purpose: OneTimeToken.Purpose) async throws -> User? {
        let rows = try await run(
            as: "flotilla_api",
            """
            select id, account, email, role, created_at
            from flotilla.user_for_token(\(token.digest), \(purpose.rawValue))
            """)
        return try rows.first.map { try User($0) }
    }

    /// Chooses a password by a token, which counts no more then; older access tokens of the user end.
    /// - Returns: the time from which on an access token is good; nil when the token counts no more.
    func redeem(_ token: OneTimeToken, _ purpose: OneTimeToken.Purpose, hash: String) async throws -> Date? {
        try await run(
            as: "flotilla_api",
            "select flotilla.redeem_token(\(token.digest), \(purpose.rawValue), \(hash)) as good_from"
        ).first?.decode("good_from")
    }

    /// The user with the hash to compare; nil for who is not there, or has chosen no password yet.
    func credentials(of user: UUID, in tenant: UUID) async throws -> Credentials? {
        let rows = try await runAsAPI(
            "select id, account, email, role, created_at, password_hash from flotilla.user_with_hash(\(user))",
            for: tenant)
        return try rows.first.map { try Credentials($0) }
    }

    /// Changes a password; older access tokens of the user end.
    /// - Parameter credentials: with the hash that was compared.
    /// - Returns: the time from which on an access token is good; nil when the password was changed meanwhile.
    func changePassword(of credentials: Credentials, to hash: String) async throws -> Date? {
        let user = credentials.user
        return try await runAsAPI(
            "select flotilla.change_password(\(user.id), \(credentials.passwordHash), \(hash)) as good_from",
            for: user.account
        ).first?.decode("good_from")
    }

    /// Makes the token by which a user chooses another password; it takes the place of an earlier one.
    /// - Returns: false for a user who has not accepted the invitation, or is gone.
    public func beginReset(of user: User, by token: OneTimeToken) async throws -> Bool {
        try await runAsAPI(Self.beginningOfReset(of: user, by: token), for: user.account).first?.decode("made")
            ?? false
    }

    /// The same, to be run in a transaction that entered the tenant; again, with the same token, they change nothing.
    public static func statementsOfReset(of user: User, by token: OneTimeToken) -> [Query] {
        [enterAPI, beginningOfReset(of: user, by: token)]
    }

    private static func beginningOfReset(of user: User, by token: OneTimeToken) -> Query {
        """
        select flotilla.begin_reset(
            \(user.id), \(token.digest), \(OneTimeToken.Purpose.reset.lifetime) * interval '1 second') as made
        """
    }
}
