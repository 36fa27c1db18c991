public import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// Keeps an operation; it concerns jobs minted before now. Doing it twice with the same id changes nothing.
    /// - Parameters:
    ///   - scope: whose jobs it may touch, and who may see it.
    ///   - answer: kept under the caller's idempotency key; throws `AnsweredAlready` when there is one.
    /// - Throws: `TooManyOperations` when as many as may run at once do.
    public func begin(
        _ operation: BulkOperation, for scope: JobScope, by user: UUID? = nil,
        recording answer: IdempotencyRecord? = nil
    ) async throws {
        let filter = operation.filter
        var tenant: UUID?
        if case .tenant(let own) = scope { tenant = own }
        // Settled jobs lie anywhere; open ones lie above the low-water mark.
        let lowest: Query =
            operation.action == .cancel
            ? "(select low_water from flotilla.job_partitions order by low_water limit 1)"
            : "'00000000-0000-0000-0000-000000000000'::uuid"
        let lower: Query = filter.createdAfter.map { "greatest(\(lowest), flotilla.uuid_floor(\($0)))" } ?? lowest
        let upper: Query = filter.createdBefore.map { "least(clock_timestamp(), \($0))" } ?? "clock_timestamp()"
        let json = JSONText(Array(try JSONEncoder().encode(filter)))
        let most = tenant == nil ? TooManyOperations.mostOfFleet : TooManyOperations.mostOfTenant
        var unit: [Query] = answer.map { [$0.insertion] } ?? []
        unit.append(
            "select pg_advisory_xact_lock(hashtextextended('bulk ' || coalesce(\(tenant)::uuid::text, ''), 0))")
        unit.append(
            """
            insert into flotilla.bulk_operations (id, action, tenant, filter, rate, max_jobs, position, upper_bound, created_by)
            select \(operation.id), \(operation.action.rawValue), \(tenant), \(json),
                \(operation.rate.map { Int32(clamping: $0) }), \(operation.limit.map { Int64($0) }), \(lower),
                flotilla.uuid_floor(\(upper) + interval '1 millisecond'), \(user)
            where (
                select count(*) from flotilla.bulk_operations where status = 'running' and tenant is not distinct from \(tenant)
            ) < \(Int64(most))
            on conflict (id) do nothing
            """)
        unit.append(
            "select flotilla.assert_claims((select count(*) from flotilla.bulk_operations where id = \(operation.id)), 1)"
        )
        do {
            _ = try await executeUnit(unit)
        } catch let error as PostgresError where error.sqlState == "FL001" {
            throw TooManyOperations(limit: most)
        }
    }

    /// nil when there is none, or it is another tenant's.
    public func bulkOperation(_ id: UUID, for scope: JobScope) async throws -> BulkRecord? {
        let rows = try await database.query(
            """
            select id, action, filter, rate, max_jobs, status, examined, changed, skipped, error, created_at, finished_at
            from flotilla.bulk_operations where id = \(id) and \(scope.tenantCondition)
            """
        ).rows
        return try rows.first.map { try BulkRecord(row: $0) }
    }

    /// Makes the next step of the operation that has waited longest for one: looks at a page of jobs and changes those
    /// that it finds, in one transaction with its progress. Any number of processes may do it at once.
    /// - Returns: whether there was one to make.
    /// - Throws: `BulkStepRefusal` for an operation that has ended as `failed`; the others go on.
    public func makeBulkStep() async throws -> Bool {
        try await database.withConnection { connection in
            var begun: BulkStep?
            do {
                return try await connection.transaction {
                    guard let step = try await BulkStep.next(on: connection) else { return false }
                    begun = step
                    try await step.make(on: connection)
                    return true
                }
            } catch let error as PostgresError {
                if let begun, try await begun.putOff(because: error, on: connection) {
                    throw BulkStepRefusal(operation: begun.id, reason: error.description)
                }
                throw error
            }
        }
    }

    /// Forgets operations that ended more than a week ago.
    public func forgetBulkOperations() async throws {
        _ = try await database.query(
            "delete from flotilla.bulk_operations where status <> 'running' and finished_at < now() - interval '7 days'"
        )
    }
}

/// As many bulk operations of one tenant run as may at once.
public struct TooManyOperations: Error {
    static let mostOfTenant = 4
    static let mostOfFleet = 32

    public let limit: Int
}

extension BulkRecord {
    fileprivate init(row: Row) throws {
        let operation = BulkOperation(
            id: try row.decode("id", as: UUID.self), action: try row.decode("action", as: BulkOperation.Action.self),
            filter: try JSONDecoder().decode(
                JobFilter.self, from: Data(try row.decode("filter", as: JSONText.self).bytes)),
            rate: try row.decode("rate", as: Int32?.self).map(Int.init),
            limit: try row.decode("max_jobs", as: Int64?.self).map { Int($0) })
        self.init(
            operation: operation, status: try row.decode("status", as: BulkOperation.Status.self),
            examined: Int(try row.decode("examined", as: Int64.self)),
            changed: Int(try row.decode("changed", as: Int64.self)),
            skipped: Int(try row.decode("skipped", as: Int64.self)), error: try row.decode("error", as: String?.self),
            createdAt: try row.decode("created_at", as: Date.self),
            finishedAt: try row.decode("finished_at", as: Date?.self))
    }
}

extension BulkOperation.Action: PostgresScalar {}
extension BulkOperation.Status: PostgresScalar {}
