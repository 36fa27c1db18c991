public import Accounts
public import Foundation
import Postgres

extension SchoolStore {
    /// Those of these ids that are no users of this role in the account.
    public func unknown(_ ids: [UUID], as role: Role, of tenant: UUID) async throws -> Set<UUID> {
        if ids.isEmpty { return [] }
        let rows = try await database.query(
            """
            select id from flotilla.users where account = \(tenant) and role = \(role.rawValue) and id = any(\(ids))
            """, of: tenant)
        return Set(ids).subtracting(try rows.map { try $0.decode("id", as: UUID.self) })
    }

    /// Users of the account whom a subscription counts.
    public func users(of tenant: UUID) async throws -> Int {
        let row = try await database.query(
            """
            select count(*) as users from flotilla.users
            where account = \(tenant) and role in ('school', 'professor', 'student')
            """, of: tenant
        ).first
        return Int(clamping: try row?.decode("users", as: Int64.self) ?? 0)
    }

    /// Whether this user is the account's last one of the role school who can sign in.
    public func isLastSchool(_ user: UUID, of tenant: UUID) async throws -> Bool {
        try await database.query(
            """
            select bool_and(id = \(user)) as is_last from flotilla.users
            where account = \(tenant) and role = 'school' and accepted_at is not null
            """, of: tenant
        ).first?.decode("is_last", as: Bool?.self) ?? false
    }

    /// How people call a user, and the language that is asked for; nil when there is no such user.
    public func person(_ id: UUID, of tenant: UUID) async throws -> SchoolPerson? {
        try await database.query(
            """
            select \(Self.name("users")) as name, locale from flotilla.users
            where account = \(tenant) and id = \(id)
            """, of: tenant
        ).first.map { SchoolPerson(name: try $0.decode("name"), locale: try $0.decode("locale")) }
    }

    /// Users who speak for support, of every account, the first fifty.
    public func supportStaff() async throws -> [(user: UUID, account: UUID)] {
        try await database.query(
            "select id, account from flotilla.support_staff(50)", as: Self.operators
        ).map { (try $0.decode("id"), try $0.decode("account")) }
    }

    /// A user's name; the part of the address before its @ where there is none.
    static func name(_ table: String) -> Query {
        let table: Query = "\(unescaped: table)"
        return "coalesce(\(table).name, split_part(\(table).email, '@', 1))"
    }
}
