public import Foundation
import Postgres

extension AccountStore {
    /// Revocations of the last 31 days: no token lives longer.
    /// - Parameter age: only what changed so recently, in seconds; nil for all of them.
    public func revocations(within age: TimeInterval? = nil) async throws -> [TokenRevocation] {
        let seconds = age ?? 31 * 86_400
        let rows = try await run(
            as: "flotilla_dispatcher",
            """
            select subject, case when isfinite(not_before) then not_before end as not_before
            from flotilla.token_revocations
            where changed_at > now() - \(seconds) * interval '1 second'
            """)
        return try rows.map {
            TokenRevocation(
                subject: try $0.decode("subject"),
                notBefore: try $0.decode("not_before", as: Date?.self) ?? .distantFuture)
        }
    }

    /// Refuses every token of a user that was issued until now; who signs in afterwards gets a good one.
    public func revokeTokens(of user: UUID) async throws {
        _ = try await run(
            as: "flotilla_dispatcher",
            """
            insert into flotilla.token_revocations (subject, not_before) values (\(user), clock_timestamp())
            on conflict (subject) do update set not_before = greatest(token_revocations.not_before, excluded.not_before),
                changed_at = excluded.changed_at
            """)
    }

    /// Deletes a user; every token of it is refused from then on.
    /// - Returns: false when there was none.
    public func delete(_ user: UUID) async throws -> Bool {
        try await !run(as: "flotilla_accounts", "delete from flotilla.users where id = \(user) returning id").isEmpty
    }
}
