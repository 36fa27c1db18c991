import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    public func end(_ claims: [Claim], as end: AttemptEnd, alone: Bool) async throws -> [EndedJob] {
        guard let list = ClaimList(claims) else { return [] }
        let rows = try await database.query(Self.endStatement(list, end, alone: alone)).rows
        return try rows.map { row in
            let status = try row.decode("status", as: JobStatus.self)
            return EndedJob(
                claim: Claim(
                    id: JobID(try row.decode("id", as: UUID.self)),
                    token: ClaimToken(try row.decode("token", as: Int64.self))),
                status: status, offer: status.isSettled ? nil : try Offer(row: row))
        }
    }

    /// The bound of full jitter, as `Backoff` has it, by the kind's registered definition.
    private static var longestDelay: Query {
        let (base, cap) = (Backoff().base.milliseconds, Backoff().cap.milliseconds)
        return """
            coalesce(
                (select least(backoff_cap_ms, backoff_base_ms * power(2, least(job.errors, 30)))
                    from flotilla.job_kinds where job_kinds.kind = job.kind),
                least(\(cap), \(base) * power(2, least(job.errors, 30))))
            """
    }

    /// A job that was alone with its worker this many times when the worker fell silent is the likely cause, and fails.
    private static let mostLostAlone: Int32 = 10

    /// The token is cleared: writes of the former owner meet no row. What is queued again is listed as due now, since
    /// readers of open jobs in the order of their ids have already passed it.
    private static func endStatement(_ list: ClaimList, _ end: AttemptEnd, alone: Bool) -> Query {
        """
        with \(list.lists()), ended as (
            update flotilla.jobs job set
                status = case
                    when job.cancel_requested_at is not null then 'cancelled'
                    when \(end.countsAsError) and job.errors + 1 >= job.max_attempts then 'failed'
                    when \(end.endsExecutor && alone) then 'failed'
                    when \(end == .lost) and job.alone and job.crashes + 1 >= \(Self.mostLostAlone) then 'failed'
                    when \(end.countsAsError) then 'retrying'
                    else 'queued' end::flotilla.job_status,
                errors = job.errors + case when \(end.countsAsError) then 1 else 0 end,
                crashes = job.crashes + case when \(end.countsAsCrash) then 1 else 0 end,
                run_at = case when \(end.countsAsError)
                    then now() + random() * \(Self.longestDelay) * interval '1 millisecond'
                    else job.run_at end,
                error = \(end.error(alone: alone)?.json as JSONText?), attempt_end = \(end.rawValue), finished_at = now(),
                token = null, attempt = greatest(1, job.attempt), started_at = coalesce(job.started_at, now())
            where \(list.names) and (job.token = \(list.value(of: "tokens")) and job.status = 'running'
                or \(end.isOfARun) and \(isUnclaimed))
            returning job.id, \(list.value(of: "tokens")) as token, job.status::text as status, job.tenant, job.queue, job.kind, job.limit_key,
                job.priority, job.run_at
        ), waiting as (
            insert into flotilla.due select case when status = 'retrying' then run_at else now() end, id from ended
            where status in ('retrying', 'queued') on conflict do nothing
        ), freed as (
            delete from flotilla.job_unique using ended
            where job_unique.job_id = ended.id and ended.status in ('failed', 'cancelled')
                and \(UniqueKeys.isReleasable)
        ), left_place as (
            \(end == .timedOut ? linger : leavePlaces)
        )
        select * from ended
        """
    }

    private static let leavePlaces: Query = """
        delete from flotilla.limit_permits slot using ended where slot.job_id = ended.id and slot.token = ended.token
        """

    /// A handler that ignored its time-out runs until its executor is gone.
    private static let linger: Query = """
        update flotilla.limit_permits slot set lingers = true from ended
        where slot.job_id = ended.id and slot.token = ended.token
        """

    public func offers(of ids: [JobID]) async throws -> [Offer] {
        guard let list = IDList(ids) else { return [] }
        let rows = try await database.query(
            """
            select id, tenant, queue, kind, limit_key, priority, status::text as status, run_at
            from flotilla.jobs
            where \(list.contains("id"))
                and (status = 'queued' or status in ('scheduled', 'retrying') and run_at is not null)
            """
        ).rows
        return try rows.map { try Offer(row: $0) }
    }
}

extension AttemptEnd {
    /// Whether its supervisor saw the job run: then it counts, whether or not the claim was written.
    fileprivate var isOfARun: Bool { endsExecutor || self == .timedOut }
}

extension JobStatus: PostgresScalar {}

extension Offer {
    /// From the columns id, tenant, queue, kind, limit_key, priority, status, run_at.
    init(row: Row) throws {
        let kind = JobKind(rawValue: try row.decode("kind", as: String.self))
        let status = try row.decode("status", as: JobStatus.self)
        self.init(
            id: JobID(try row.decode("id", as: UUID.self)),
            queue: QueueName(rawValue: try row.decode("queue", as: String.self)),
            tenant: try row.decode("tenant", as: UUID.self),
            lane: Lane(kind: kind, limitKey: try row.decode("limit_key", as: String?.self)),
            priority: Int(try row.decode("priority", as: Int16.self)),
            runAt: status == .queued ? nil : try row.decode("run_at", as: Date?.self))
    }
}
