public import Foundation
public import Jobs
public import Postgres

extension PostgresJobStore {
    /// Ends a job that waits at once, and asks the worker of one that runs to end it.
    /// - Returns: the state the job is in afterwards; nil when there is none, or it is another tenant's.
    public func cancel(_ id: JobID, for scope: JobScope) async throws -> Cancellation? {
        guard let list = IDList([id]) else { return nil }
        let answers = try await database.execute([
            Self.cancellation(of: list, for: scope),
            "select status::text as status from flotilla.jobs where id = \(id.uuid) and \(scope.tenantCondition)",
        ])
        guard let present = answers[1].rows.first else { return nil }
        let changed = !answers[0].rows.isEmpty
        Self.count(cancelled: answers[0].rows)
        return Cancellation(status: try present.decode("status", as: JobStatus.self), wasOpen: changed)
    }

    /// The same for several jobs in one transaction.
    /// - Parameter answer: kept under the caller's idempotency key when a job was open.
    /// - Returns: whether one was.
    /// - Throws: `AnsweredAlready`; `PostgresError`.
    public func cancel(
        _ ids: [JobID], for scope: JobScope, recording answer: IdempotencyRecord? = nil
    ) async throws -> Bool {
        guard let list = IDList(ids) else { return false }
        let rows = try await changed(by: Self.cancellation(of: list, for: scope), recording: answer) { _ in true }
        Self.count(cancelled: rows)
        return !rows.isEmpty
    }

    /// What a statement answers; an answer is kept when its first row is the sign of a change.
    private func changed(
        by statement: Query, recording answer: IdempotencyRecord?, isChange: (Row) throws -> Bool
    ) async throws -> Rows {
        guard let answer else { return try await database.query(statement).rows }
        return try await recording([statement], of: nil) { rows in
            (rows[0], try rows[0].first.map(isChange) == true ? answer : nil)
        }
    }

    /// What cancels a tenant's jobs as part of a larger transaction, to be run as the dispatcher (`enterDispatcher`); nil for none.
    public static func cancellation(of ids: [JobID], tenant: UUID) -> Query? {
        IDList(ids).map { cancellation(of: $0, for: .tenant(tenant)) }
    }

    /// Answers a row for each job that was open.
    ///
    /// The attempt before is kept as it ended: the row now says how the job did. The rows are locked first, because a
    /// job that runs by the statement's snapshot may wait by the time that it is changed.
    static func cancellation(of list: IDList, for scope: JobScope) -> Query {
        """
        with target as materialized (
            select id, tenant, status, attempt, session, started_at, finished_at, attempt_end, error from flotilla.jobs
            where \(list.contains("id")) and \(scope.tenantCondition)
                and status in ('scheduled', 'queued', 'running', 'retrying')
            order by id for update
        ), earlier as (
            insert into flotilla.job_attempts (job_id, attempt, tenant, session, started_at, finished_at, ended, error)
            select id, attempt, tenant, session, started_at, finished_at, attempt_end, error from target
            where attempt > 0 and status <> 'running'
            on conflict do nothing
        ), ended as (
            update flotilla.jobs job set
                status = case when job.status = 'running' then job.status else 'cancelled' end,
                cancel_requested_at = now(),
                finished_at = case when job.status = 'running' then job.finished_at else now() end,
                attempt_end = case when job.status = 'running' then job.attempt_end else 'cancelled' end,
                error = case when job.status = 'running' then job.error
                    else \(JobError.cancelled.json as JSONText?) end
            from target
            where \(list.contains("job.id")) and job.id = target.id
            returning job.id, job.queue, job.kind, job.status
        ), freed as (
            delete from flotilla.job_unique using ended
            where job_unique.job_id = ended.id and ended.status = 'cancelled' and \(UniqueKeys.isReleasable)
        ), audited as (
            \(AuditEvent.insertion(
                of: "job.cancelled", from: "target join ended on ended.id = target.id", before: "target.status",
                after: "ended.status"))
        )
        select id, queue, kind, status::text as status from ended
        """
    }

    /// Counts what a cancellation ended for the fleet's figures; a run that is asked to end is counted where it does.
    static func count(cancelled rows: Rows) {
        for row in rows {
            guard let status = try? row.decode("status", as: JobStatus.self), status == .cancelled,
                let queue = try? row.decode("queue", as: String.self),
                let kind = try? row.decode("kind", as: String.self)
            else { continue }
            ActivityCounts.shared.count(QueueName(rawValue: queue), JobKind(rawValue: kind)) { $0.count(status) }
        }
    }

    /// Queues a job again that failed or was cancelled, as if it were new: its errors and crashes are forgotten, its
    /// attempts are kept.
    /// - Parameters:
    ///   - payload: JSON to run with in place of its own.
    ///   - answer: kept under the caller's idempotency key when the job is queued.
    /// - Returns: how the dispatcher should hear of it; nil when the job is in no such state, or not there.
    /// - Throws: `UniqueKeyTaken` when another job holds its unique key by now; `AnsweredAlready`.
    public func retry(
        _ id: JobID, for scope: JobScope, with payload: [UInt8]? = nil, recording answer: IdempotencyRecord? = nil
    ) async throws -> Offer? {
        guard let list = IDList([id]) else { return nil }
        let rows = try await changed(by: Self.revival(of: list, for: scope, with: payload), recording: answer) {
            try $0.decode("status", as: String?.self) != nil
        }
        guard let row = rows.first else { return nil }
        guard try row.decode("status", as: String?.self) != nil else { throw UniqueKeyTaken() }
        return try Offer(row: row)
    }

    /// Answers a row for each job that may be tried again, with a status when it is. Its id may be old, so that readers of
    /// recent ids would miss it: it is put on the list of jobs that were made ready.
    static func revival(of list: IDList, for scope: JobScope, with payload: [UInt8]? = nil) -> Query {
        let edit: Query = payload.map { ", payload = \(JSONText($0))" } ?? ""
        return """
            with candidate as materialized (
                select id, tenant, kind, unique_key, status from flotilla.jobs
                where \(list.contains("id")) and \(scope.tenantCondition) and status in ('failed', 'cancelled')
                order by id for update
            ), won as (
                insert into flotilla.job_unique as holder (tenant, kind, key, job_id)
                select distinct on (tenant, kind, unique_key) tenant, kind, unique_key, id from candidate
                where unique_key is not null
                order by tenant, kind, unique_key, id
                on conflict (tenant, kind, key) do update set job_id = excluded.job_id,
                    held_until = case when holder.job_id = excluded.job_id then holder.held_until end
                    where holder.job_id = excluded.job_id or \(UniqueKeys.isOver("holder"))
                returning job_id
            ), again as (
                update flotilla.jobs job set status = 'queued', run_at = null, errors = 0, crashes = 0,
                    -- A run that began before a cancellation, without a claim, is over: the row says no longer that it may count.
                    token = case when job.attempt = 0 then 0 end,
                    cancel_requested_at = null, expires_at = null \(edit)
                from candidate
                where \(list.contains("job.id")) and job.id = candidate.id
                    and (candidate.unique_key is null or candidate.id in (select job_id from won))
                returning job.id, job.tenant, job.queue, job.kind, job.limit_key, job.priority, 'queued' as status,
                    job.run_at
            ), listed as (
                insert into flotilla.enqueued select id from again on conflict do nothing
            ), scheduled as (
                insert into flotilla.due select now(), id from again on conflict do nothing
            ), lowered as (
                \(lowerMarks(to: "candidate"))
            ), audited as (
                \(AuditEvent.insertion(
                of: payload == nil ? "job.retried" : "job.edited", from: "candidate target join again on again.id = target.id", before: "target.status",
                after: "again.status"))
            )
            select candidate.id as candidate_id, again.* from candidate left join again on again.id = candidate.id
            """
    }
}

/// What a cancellation met.
public struct Cancellation: Sendable {
    public let status: JobStatus
    /// False when the job had been settled before.
    public let wasOpen: Bool
}

/// Another job holds the unique key.
public struct UniqueKeyTaken: Error {}

extension JobScope {
    var tenantCondition: Query {
        switch self {
        case .everybody: "true"
        case .tenant(let tenant): "tenant = \(tenant)"
        }
    }

    func tenantCondition(of table: String) -> Query {
        switch self {
        case .everybody: "true"
        case .tenant(let tenant): "\(unescaped: table).tenant = \(tenant)"
        }
    }
}
