import Foundation
public import Jobs
public import Postgres

extension PostgresJobStore {
    /// Accepts jobs, in one transaction with the rows that belong to them. When it returns, they are durable.
    /// - Parameters:
    ///   - rows: statements of the tenant's own tables; they run before the jobs are inserted.
    ///   - tenant: whose rights `rows` have.
    /// - Returns: for jobs whose unique key an open job holds, that job's id; those jobs were not inserted.
    /// - Throws: `PostgresError`. With an unknown outcome it may be repeated with the same ids.
    public func enqueue(
        _ jobs: [NewJob], with rows: [Query] = [], of tenant: UUID? = nil
    ) async throws -> [JobID: JobID] {
        var unit: [Query] = []
        if let tenant, !rows.isEmpty {
            unit.append(.enter(tenant: tenant))
            unit += rows
            unit.append(.enterDispatcher)
        }
        unit += JobInsertion(jobs).statements()
        guard let answer = try await database.execute(unit).last?.rows else { return [:] }
        var existing: [JobID: JobID] = [:]
        for row in answer {
            existing[JobID(try row.decode(0, as: UUID.self))] = JobID(try row.decode(1, as: UUID.self))
        }
        return existing
    }

    /// PostgreSQL's time: what ids are minted from.
    public func serverTime() async throws -> Date {
        guard let row = try await database.query("select clock_timestamp()").rows.first else { return Date() }
        return try row.decode(0, as: Date.self)
    }
}
