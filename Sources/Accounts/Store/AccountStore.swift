public import AWS
public import Foundation
public import Postgres

/// Accounts and users in PostgreSQL.
///
/// Every call says as whom its transaction runs: as the tenant; as `flotilla_api`, which may sign people up and in; or,
/// for the admin command, as `flotilla_accounts`. Migrations/V0100_accounts.sql says what each may do.
public struct AccountStore: Sendable {
    let database: TenantDatabase

    /// - Parameter database: connected as a role that is a member of the three.
    public init(database: TenantDatabase) {
        self.database = database
    }

    // MARK: For who has no tenant yet

    /// Makes an account and its first user, with the role `school`, in one transaction.
    /// - Throws: `AccountError.emailTaken`; `PostgresError`.
    public func signUp(_ user: NewUser) async throws -> User {
        let createdAt: Date? = try await refusingTakenEmail {
            try await run(
                as: "flotilla_api",
                """
                select flotilla.sign_up(
                    \(user.accountID), \(user.id), \(user.companyName), \(user.roleARN?.description),
                    \(ExternalID.random().rawValue), \(user.email.text), \(user.passwordHash)) as created_at
                """
            ).first?.decode("created_at")
        }
        return Self.user(user, role: .school, createdAt: createdAt)
    }

    /// The user with this address, of whatever account, and the hash to compare.
    public func credentials(for email: EmailAddress) async throws -> Credentials? {
        let rows = try await run(
            as: "flotilla_api",
            "select id, account, email, role, created_at, password_hash from flotilla.user_for_signin(\(email.key))")
        return try rows.first.map { try Credentials($0) }
    }

    /// Stores a stronger hash of the same password; does nothing when the password was changed meanwhile.
    public func replacePasswordHash(of credentials: Credentials, with hash: String) async throws {
        _ = try await run(
            as: "flotilla_api",
            "select flotilla.replace_password_hash(\(credentials.user.id), \(credentials.passwordHash), \(hash))")
    }

    // MARK: For a tenant

    public func account(_ tenant: UUID) async throws -> Account? {
        let rows = try await run(
            for: tenant,
            "select id, company_name, role_arn, external_id, created_at from flotilla.accounts where id = \(tenant)")
        return try rows.first.map(Account.init)
    }

    /// - Parameter roleARN: `.some(nil)` takes it away, nil leaves it.
    /// - Returns: nil when there is no such account.
    public func change(_ tenant: UUID, companyName: String?, roleARN: RoleARN??) async throws -> Account? {
        let rows = try await run(
            for: tenant,
            """
            update flotilla.accounts set company_name = coalesce(\(companyName), company_name),
                role_arn = case when \(roleARN != nil) then \(roleARN??.description) else role_arn end
            where id = \(tenant) returning id, company_name, role_arn, external_id, created_at
            """)
        return try rows.first.map(Account.init)
    }

    // MARK: For the admin command

    /// Makes a user of any role, with an account of its own.
    /// - Throws: `AccountError.emailTaken`; `PostgresError`.
    public func create(_ user: NewUser, role: Role) async throws -> User {
        let createdAt: Date? = try await refusingTakenEmail {
            try await run(
                as: "flotilla_accounts",
                """
                with account as (
                    insert into flotilla.accounts (id, company_name, role_arn, external_id)
                    values (\(user.accountID), \(user.companyName), \(user.roleARN?.description),
                        \(ExternalID.random().rawValue))
                    returning id
                )
                insert into flotilla.users (id, account, email, password_hash, role)
                select \(user.id), account.id, \(user.email.text), \(user.passwordHash), \(role.rawValue) from account
                returning created_at
                """
            ).first?.decode("created_at")
        }
        return Self.user(user, role: role, createdAt: createdAt)
    }

    /// All users by the order of their ids.
    /// - Parameter last: the last one already read.
    public func users(after last: UUID? = nil, limit: Int) async throws -> [User] {
        let rows = try await run(
            as: "flotilla_accounts",
            """
            select id, account, email, role, created_at from flotilla.users
            where \(last)::uuid is null or id > \(last) order by id limit \(limit)
            """)
        return try rows.map { try User($0) }
    }

    /// The user with this address, of whatever account, also one who was invited and has no password yet.
    public func user(with email: EmailAddress) async throws -> User? {
        let rows = try await run(
            as: "flotilla_accounts",
            """
            select id, account, email, role, created_at from flotilla.users
            where lower(email collate "C") = lower(\(email.key) collate "C")
            """)
        return try rows.first.map { try User($0) }
    }

    /// PostgreSQL's time, which dates tokens and what revokes them.
    public func now() async throws -> Date {
        try await run(as: "flotilla_api", "select clock_timestamp() as now").first?.decode("now") ?? Date()
    }

    // MARK: Running

    /// Makes the rest of a transaction that entered a tenant run as `flotilla_api`.
    static let enterAPI: Query = "select set_config('role', 'flotilla_api', true)"

    /// Calls a function that serves the tenant of its transaction.
    func runAsAPI(_ query: Query, for tenant: UUID) async throws -> Rows {
        try await database.queries([Self.enterAPI, query], of: tenant)[1]
    }

    func run(as role: String, _ query: Query) async throws -> Rows {
        try await database.query(query, as: role)
    }

    private func run(for tenant: UUID, _ query: Query) async throws -> Rows {
        try await database.query(query, of: tenant)
    }

    /// Runs what makes a user.
    /// - Throws: `AccountError.emailTaken`, `tooManyInvitations` and `noAccount` for what the database refuses; whatever the body throws.
    public func refusingTakenEmail<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError where error.constraint == "users_by_email" {
            throw AccountError.emailTaken
        } catch let error as PostgresError where error.sqlState == "53400" {
            throw AccountError.tooManyInvitations
        } catch let error as PostgresError where error.sqlState == "23503" {
            throw AccountError.noAccount
        }
    }

    private static func user(_ user: NewUser, role: Role, createdAt: Date?) -> User {
        User(
            id: user.id, account: user.accountID, email: user.email, role: role, createdAt: createdAt ?? Date())
    }
}
