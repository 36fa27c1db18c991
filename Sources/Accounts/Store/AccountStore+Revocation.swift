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
        _ = try await run(as: "flotilla_dispatcher", "select flotilla.revoke_tokens(\(user))")
    }

    /// Refuses one token, by its id, from now on.
    /// - Parameter end: when it would have expired; nothing needs to be known of it afterwards.
    public func endToken(_ id: String, expiringAt end: Date) async throws {
        _ = try await run(
            as: "flotilla_dispatcher",
            """
            with expired as (
                delete from flotilla.ended_tokens where id in (
                    select id from flotilla.ended_tokens where expires_at < now() order by expires_at limit 10
                    for update skip locked)
            )
            insert into flotilla.ended_tokens (id, expires_at) values (\(id), \(end)) on conflict (id) do nothing
            """)
    }

    /// The ids of tokens that were ended and would not have expired yet.
    /// - Parameter age: only what was ended so recently, in seconds; nil for all of them.
    public func endedTokens(within age: TimeInterval? = nil) async throws -> [String] {
        let rows = try await run(
            as: "flotilla_dispatcher",
            """
            select id from flotilla.ended_tokens
            where expires_at > now() and (\(age == nil) or changed_at > now() - \(age ?? 0) * interval '1 second')
            """)
        return try rows.map { try $0.decode("id") }
    }

    /// Deletes a user; every token of it is refused from then on.
    /// - Returns: false when there was none.
    public func delete(_ user: UUID) async throws -> Bool {
        try await !run(as: "flotilla_accounts", "delete from flotilla.users where id = \(user) returning id").isEmpty
    }
}
