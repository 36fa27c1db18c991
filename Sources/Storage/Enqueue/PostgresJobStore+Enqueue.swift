import Foundation
public import Jobs
public import Postgres
import Tracing

extension PostgresJobStore {
    /// Accepts jobs, in one transaction with the rows that belong to them. When it returns, they are durable.
    /// - Parameters:
    ///   - rows: statements of the tenant's own tables; they run before the jobs are inserted.
    ///   - tenant: whose rights `rows` have.
    ///   - answer: kept under the caller's idempotency key; throws `AnsweredAlready` when there is one.
    ///   - batch: made with the jobs; those that are its members say so themselves.
    ///   - acrossTenants: whether jobs of any tenant may join a batch that is no tenant's.
    /// - Returns: for jobs whose unique key an open job holds, that job's id; those jobs were not inserted.
    /// - Throws: `UnknownParents`; `BatchClosed`; `PostgresError`. With an unknown outcome it may be repeated with the same ids.
    public func enqueue(
        _ jobs: [NewJob], with rows: [Query] = [], of tenant: UUID? = nil, recording answer: IdempotencyRecord? = nil,
        making batch: NewBatch? = nil, acrossTenants: Bool = false
    ) async throws -> [JobID: JobID] {
        guard var span = ActiveSpan.current?.send(jobs) else {
            return try await insert(jobs, rows, tenant, answer, batch, acrossTenants: acrossTenants)
        }
        defer { span.end() }
        var batch = batch
        if let callback = batch?.callback { batch?.callback = callback.sent(by: span) }
        let jobs = jobs.map { $0.sent(by: span) }
        do {
            return try await insert(jobs, rows, tenant, answer, batch, acrossTenants: acrossTenants)
        } catch {
            span.fail((error as? PostgresError)?.sqlState ?? String(describing: type(of: error)))
            throw error
        }
    }

    private func insert(
        _ jobs: [NewJob], _ rows: [Query], _ tenant: UUID?, _ answer: IdempotencyRecord?, _ batch: NewBatch?,
        acrossTenants: Bool
    ) async throws -> [JobID: JobID] {
        let insertion = JobInsertion(jobs + (batch?.callback.map { [$0] } ?? []))
        var unit = batch.map { Self.creation(of: $0) } ?? []
        if let membership = insertion.batchMembership(open: true, acrossTenants: acrossTenants) {
            unit.append(membership)
        }
        if let locks = insertion.parentLocks() { unit.append(locks) }
        if let tenant, !rows.isEmpty {
            unit.append(.enter(tenant: tenant))
            unit += rows
            unit.append(.enterDispatcher)
        }
        if let answer { unit.append(answer.insertion) }
        unit += insertion.statements()
        let results = try await withDependencyErrors(of: jobs) { try await executeUnit(unit) }
        return try insertion.holders(results.last)
    }

    func executeUnit(_ unit: [Query]) async throws -> [ResultSet] {
        do {
            return try await database.execute(unit)
        } catch let error as PostgresError where error.constraint == IdempotencyRecord.constraint {
            throw AnsweredAlready()
        }
    }

    /// PostgreSQL's time: what ids are minted from.
    public func serverTime() async throws -> Date {
        guard let row = try await database.query("select clock_timestamp()").rows.first else { return Date() }
        return try row.decode(0, as: Date.self)
    }
}
