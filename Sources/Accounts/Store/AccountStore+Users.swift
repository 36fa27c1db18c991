public import Foundation
import Postgres

/// Users of one account, as the school that runs it manages them.
extension AccountStore {
    static let columns: Query = "id, account, email, role, created_at, name, locale, accepted_at is null as is_invited"

    /// By the order of their ids.
    /// - Parameter last: the last one already read.
    public func users(of tenant: UUID, after last: UUID? = nil, limit: Int) async throws -> [UserRecord] {
        let rows = try await database.query(
            """
            select \(Self.columns) from flotilla.users
            where account = \(tenant) and (\(last)::uuid is null or id > \(last)) order by id limit \(limit)
            """, of: tenant)
        return try rows.map(UserRecord.init)
    }

    /// Nil when there is no such user in this account, as for one of another.
    public func user(_ id: UUID, of tenant: UUID) async throws -> UserRecord? {
        let rows = try await database.query(
            "select \(Self.columns) from flotilla.users where id = \(id) and account = \(tenant)", of: tenant)
        return try rows.first.map(UserRecord.init)
    }

    /// Changes a user. A new role ends the tokens that name the old one.
    /// - Parameter isAdmin: whether an operator asks, who may leave an account without a school.
    /// - Throws: `UserChangeRefusal`; `PostgresError`.
    public func change(_ id: UUID, _ change: UserChange, of tenant: UUID, byAdmin isAdmin: Bool) async throws {
        try await decide(
            """
            select flotilla.change_user(
                \(id), \(isAdmin), \(change.role?.rawValue), \(change.members), \(change.name ?? nil),
                \(change.locale??.text)) as decision
            """, of: tenant)
    }

    /// Removes a user; every token of it is refused from then on.
    /// - Parameter isAdmin: as in `change`.
    /// - Throws: `UserChangeRefusal`; `PostgresError`.
    public func remove(_ id: UUID, of tenant: UUID, byAdmin isAdmin: Bool) async throws {
        try await decide("select flotilla.remove_user(\(id), \(isAdmin)) as decision", of: tenant)
    }

    private func decide(_ query: Query, of tenant: UUID) async throws {
        let decision: String? = try await runAsAPI(query, for: tenant).first?.decode("decision")
        if let refusal = decision.flatMap(UserChangeRefusal.init(rawValue:)) { throw refusal }
    }
}
