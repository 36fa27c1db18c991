public import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// Members that one step of a cancellation looks at.
    private static let memberPage: Int64 = 500

    /// A batch counts from its first look on, also one without members. Doing it twice changes nothing.
    static func creation(of batch: NewBatch) -> [Query] {
        [
            """
            with made as (
                insert into flotilla.job_batches (id, tenant, name, callback)
                values (\(batch.id), \(batch.tenant), \(batch.name), \(batch.callback?.id.uuid))
                on conflict (id) do nothing returning id
            )
            insert into flotilla.batch_changes (batch) select id from made
            """
        ]
    }

    /// nil when there is none, or it is another tenant's.
    public func batch(_ id: UUID, for scope: JobScope) async throws -> BatchRecord? {
        try await batches(where: "batch.id = \(id)", limit: 1, for: scope).first
    }

    /// Newest first.
    public func batches(before cursor: UUID?, limit: Int, for scope: JobScope) async throws -> [BatchRecord] {
        var condition: Query = cursor.map { "batch.id < \($0)" } ?? "true"
        if case .tenant(let tenant) = scope { condition = "\(condition) and \(ListBound.only("batch.tenant", tenant))" }
        return try await batches(where: condition, limit: limit, for: scope)
    }

    /// What is not counted yet is added, so that callers see every change.
    private func batches(where condition: Query, limit: Int, for scope: JobScope) async throws -> [BatchRecord] {
        let rows = try await database.query(
            """
            select batch.id, batch.tenant, batch.name, batch.callback, batch.created_at, batch.finished_at,
                batch.cancelled_at, batch.total + coalesce(new.total, 0)::bigint as total,
                batch.succeeded + coalesce(new.succeeded, 0)::bigint as succeeded,
                batch.failed + coalesce(new.failed, 0)::bigint as failed,
                batch.cancelled + coalesce(new.cancelled, 0)::bigint as cancelled
            from flotilla.job_batches batch
            cross join lateral (
                select sum(changes.total) as total, sum(changes.succeeded) as succeeded,
                    sum(changes.failed) as failed, sum(changes.cancelled) as cancelled
                from flotilla.batch_changes changes where changes.batch = batch.id
            ) new
            where \(condition) and \(scope.tenantCondition(of: "batch")) order by batch.id desc limit \(Int64(limit))
            """
        ).rows
        return try rows.map { try BatchRecord(row: $0) }
    }

    /// Asks for the end of a batch's open members, also of those that join later: the Enqueuer ends them in bounded steps.
    /// - Returns: the batch; nil when there is none, or it is another tenant's. One that was finished stays as it is.
    public func cancelBatch(_ id: UUID, for scope: JobScope) async throws -> BatchRecord? {
        _ = try await database.query(
            """
            update flotilla.job_batches set cancelled_at = coalesce(cancelled_at, now()), cancel_after = \(UUID.zero)
            where id = \(id) and \(scope.tenantCondition) and finished_at is null
            """)
        return try await batch(id, for: scope)
    }

    /// Whether a cancelled batch still has members that were not looked at.
    public func isCancelling(_ id: UUID) async throws -> Bool {
        let rows = try await database.query(
            "select 1 from flotilla.job_batches where id = \(id) and cancel_after is not null"
        ).rows
        return !rows.isEmpty
    }

    /// Ends the next open members of a cancelled batch.
    /// - Returns: whether there was a batch to work on that no other process was working on.
    func cancelMembers() async throws -> Bool {
        try await database.withConnection { connection in
            try await connection.transaction {
                let found = try await connection.query(
                    """
                    select id, cancel_after from flotilla.job_batches where cancel_after is not null
                    order by id limit 1 for update skip locked
                    """
                ).rows
                guard let batch = found.first else { return false }
                let id = try batch.decode("id", as: UUID.self)
                let page = try await connection.query(
                    """
                    select id, status in ('scheduled', 'queued', 'running', 'retrying') as is_open from flotilla.jobs
                    where batch_id = \(id) and id > \(try batch.decode("cancel_after", as: UUID.self))
                    order by id limit \(Self.memberPage)
                    """
                ).rows
                let open = try page.filter { try $0.decode("is_open", as: Bool.self) }
                if let list = IDList(try open.map { JobID(try $0.decode("id", as: UUID.self)) }) {
                    Self.count(cancelled: try await connection.query(Self.cancellation(of: list, for: .everybody)).rows)
                }
                let last = try page.count < Int(Self.memberPage) ? nil : page.last?.decode("id", as: UUID.self)
                _ = try await connection.query(
                    "update flotilla.job_batches set cancel_after = \(last) where id = \(id)")
                return true
            }
        }
    }
}

extension BatchRecord {
    fileprivate init(row: Row) throws {
        func count(_ column: String) throws -> Int { Int(try row.decode(column, as: Int64.self)) }
        self.init(
            id: try row.decode("id", as: UUID.self), tenant: try row.decode("tenant", as: UUID.self),
            name: try row.decode("name", as: String?.self), total: try count("total"),
            succeeded: try count("succeeded"), failed: try count("failed"), cancelled: try count("cancelled"),
            callback: try row.decode("callback", as: UUID?.self).map { JobID($0) },
            createdAt: try row.decode("created_at", as: Date.self),
            finishedAt: try row.decode("finished_at", as: Date?.self),
            cancelledAt: try row.decode("cancelled_at", as: Date?.self))
    }
}
