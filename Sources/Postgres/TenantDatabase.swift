public import Foundation

/// A database as its tenants see it: no statement runs without its reader being named, in the same round trip and the same
/// transaction. So row-level security holds without each store's thinking of it.
public struct TenantDatabase: Sendable {
    private let database: Database

    /// - Parameter database: connected as a role that is a member of `flotilla_tenant` and of the roles that are named.
    public init(_ database: Database) {
        self.database = database
    }

    /// Runs a statement as `flotilla_tenant`, who sees the rows of this tenant.
    public func query(_ query: Query, of tenant: UUID) async throws -> Rows {
        try await run([query], after: .enter(tenant: tenant))[0]
    }

    /// Runs statements in one round trip and one transaction.
    /// - Returns: the rows of each.
    public func queries(_ queries: [Query], of tenant: UUID) async throws -> [Rows] {
        try await run(queries, after: .enter(tenant: tenant))
    }

    /// The statements of one tenant in a unit that serves several.
    public struct Part: Sendable {
        let tenant: UUID
        let queries: [Query]

        public init(of tenant: UUID, _ queries: [Query]) {
            self.tenant = tenant
            self.queries = queries
        }
    }

    /// Runs statements in one round trip and one transaction, each under the rights of its tenant. They are planned once a
    /// connection, and not for each call's values: for statements that name their rows by ids.
    /// - Returns: the rows of each statement, part by part.
    public func queries(_ parts: [Part]) async throws -> [[Rows]] {
        guard !parts.isEmpty else { return [] }
        let unit = [Query.planOnce] + parts.flatMap { [.enter(tenant: $0.tenant)] + $0.queries }
        let answers = try await database.execute(unit).map(\.rows)
        guard answers.count == unit.count else { throw PostgresError(.decoding, subject: "a unit's answers") }
        var start = 1
        return parts.map { part in
            let end = start + 1 + part.queries.count
            defer { start = end }
            return Array(answers[(start + 1)..<end])
        }
    }

    /// Runs a statement for no tenant, under another role: `flotilla_api`, `flotilla_accounts`, `flotilla_dispatcher`. The
    /// migrations say what each of them may.
    public func query(_ query: Query, as role: String) async throws -> Rows {
        try await run([query], after: "select set_config('role', \(role), true)")[0]
    }

    /// The connections now; zeros once it is closed.
    public func statistics() async -> PoolStatistics { await database.statistics() }

    public func close(grace: Duration = .seconds(5)) async { await database.close(grace: grace) }

    private func run(_ queries: [Query], after entry: Query) async throws -> [Rows] {
        let answers = try await database.execute([entry] + queries).dropFirst().map(\.rows)
        guard answers.count == queries.count else { throw PostgresError(.decoding, subject: "a unit's answers") }
        return answers
    }
}

extension Query {
    /// From here on, the transaction serves one tenant and sees nothing of others.
    public static func enter(tenant: UUID) -> Query {
        "select set_config('role', 'flotilla_tenant', true), set_config('flotilla.tenant', \(tenant.uuidString), true)"
    }

    /// From here to the end of the transaction, statements are planned for any values.
    fileprivate static let planOnce: Query = "select set_config('plan_cache_mode', 'force_generic_plan', true)"
}
