import Foundation
import Jobs
import Postgres

/// One step of a bulk operation: a page of jobs in the order of their ids, within one transaction that holds the
/// operation's row.
struct BulkStep {
    let id: UUID
    private let action: BulkOperation.Action
    private let filter: JobFilter
    private let scope: JobScope
    private let rate: Int?
    /// Jobs that may still be changed.
    private let remaining: Int
    private let position: UUID
    private let upperBound: UUID

    /// Rows that a step looks at, and those of them that it changes: some 10 ms each.
    private static let mostExamined: Int64 = 2000
    private static let mostChanged = 500

    /// Takes an operation of the tenant whose last step, or newest operation, is the longest ago, unless another process
    /// is making it: a tenant with many operations has one turn like any other.
    static func next(on connection: Connection) async throws -> BulkStep? {
        let rows = try await connection.query(
            """
            with turn as (
                select id, row_number() over (order by latest, next_at) as place
                from (
                    select id, next_at, max(next_at) over (partition by tenant) as latest
                    from flotilla.bulk_operations where status = 'running' and next_at <= now()
                ) due
                order by place limit 16
            )
            select operation.id, action, tenant, filter, rate, max_jobs - changed as remaining, position, upper_bound
            from turn join flotilla.bulk_operations operation on operation.id = turn.id
            where status = 'running' and next_at <= now()
            order by turn.place limit 1 for update of operation skip locked
            """
        ).rows
        return try rows.first.map { try BulkStep(row: $0) }
    }

    private init(row: Row) throws {
        id = try row.decode("id", as: UUID.self)
        action = try row.decode("action", as: BulkOperation.Action.self)
        let filter = try row.decode("filter", as: JSONText.self).bytes
        self.filter = try JSONDecoder().decode(JobFilter.self, from: Data(filter))
        scope = try row.decode("tenant", as: UUID?.self).map { .tenant($0) } ?? .everybody
        rate = try row.decode("rate", as: Int32?.self).map(Int.init)
        remaining = Int(clamping: try row.decode("remaining", as: Int64?.self) ?? .max)
        position = try row.decode("position", as: UUID.self)
        upperBound = try row.decode("upper_bound", as: UUID.self)
    }

    /// A quarter of a second's worth, so that a rate is a rate and not a burst each second.
    private var most: Int {
        min(Self.mostChanged, remaining, rate.map { max(1, $0 / 4) } ?? Self.mostChanged)
    }

    func make(on connection: Connection) async throws {
        let page = try await connection.query(self.page).rows
        var found: [JobID] = []
        var examined = 0
        var last = position
        for row in page where found.count < most {
            last = try row.decode("id", as: UUID.self)
            examined += 1
            if try row.decode("found", as: Bool?.self) == true { found.append(JobID(last)) }
        }
        var changed = 0
        if let list = IDList(found) {
            let statement =
                action == .cancel
                ? PostgresJobStore.cancellation(of: list, for: scope) : PostgresJobStore.revival(of: list, for: scope)
            let rows = try await connection.query(statement).rows
            if action == .cancel { PostgresJobStore.count(cancelled: rows) }
            changed =
                action == .cancel ? rows.count : try rows.count { try $0.decode("status", as: String?.self) != nil }
        }
        let isLast = examined == page.count && page.count < Int(Self.mostExamined) || changed >= remaining
        let pause = rate.map { Double(changed) / Double($0) } ?? 0
        _ = try await connection.query(
            """
            update flotilla.bulk_operations set
                position = \(last), examined = examined + \(Int64(examined)), changed = changed + \(Int64(changed)),
                skipped = skipped + \(Int64(found.count - changed)),
                status = case when \(isLast) then 'done' else status end,
                finished_at = case when \(isLast) then clock_timestamp() end,
                next_at = case when \(pause) > 0 then greatest(next_at, now() - interval '1 second')
                    + \(pause) * interval '1 second' else clock_timestamp() end
            where id = \(id)
            """)
    }

    /// Shown to the tenant whose jobs are changed; the log has the database's own message.
    private static let refusal = "A step was refused. The enqueuer's log says why, under the operation's id."

    /// The step failed: the others go on, and this one is tried again unless the server will always refuse it.
    /// - Returns: whether the operation has ended by it.
    func putOff(because error: PostgresError, on connection: Connection) async throws -> Bool {
        let isFinal = error.sqlState != nil && !error.isRetryable
        _ = try await connection.query(
            """
            update flotilla.bulk_operations set next_at = now() + interval '2 seconds',
                status = case when \(isFinal) then 'failed' else status end,
                finished_at = case when \(isFinal) then now() end,
                error = case when \(isFinal) then \(Self.refusal) end
            where id = \(id)
            """)
        return isFinal
    }

    /// The next rows in the order of ids, whatever they are, and whether each is one of those that are meant: the walk
    /// never looks for the next match, which may be a million rows away.
    private var page: Query {
        var walk: Query = "id > \(position) and id < \(upperBound) and \(scope.tenantCondition)"
        if let tenant = filter.tenant { walk = "\(walk) and tenant = \(tenant)" }
        return """
            select id, \(Self.conditions(filter, action)) as found from flotilla.jobs where \(walk)
            order by id limit \(Self.mostExamined)
            """
    }

    /// Whether a row is one of those that are meant.
    static func conditions(_ filter: JobFilter, _ action: BulkOperation.Action) -> Query {
        let states = action.applies.intersection(filter.status.map { [$0] } ?? action.applies).map(\.rawValue).sorted()
        var conditions: Query = "status::text = any(\(states))"
        if let kind = filter.kind { conditions = "\(conditions) and kind = \(kind.rawValue)" }
        if let spared = filter.spared, !spared.isEmpty {
            conditions = "\(conditions) and kind <> all(\(spared.map(\.rawValue).sorted()))"
        }
        if let queue = filter.queue { conditions = "\(conditions) and queue = \(queue.rawValue)" }
        if let code = filter.errorCode {
            conditions = "\(conditions) and coalesce(error ->> 'code', '') = \(code)"
        }
        return conditions
    }
}
