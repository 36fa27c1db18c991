import Foundation
import Jobs
import Postgres

extension PostgresBroker {
    /// Claims those of the jobs that may run, are not locked by another transaction and are not blocked by a limit: one for
    /// each token at most, in the order of the list.
    /// - Returns: also the jobs that a limit blocked.
    func claim(
        _ entries: [OpenJobQueue.Entry], from queue: QueueName, tokens: [ClaimToken], session: WorkerSession.ID
    ) async throws -> (won: [TakenJob], barred: Set<JobID>) {
        let ids = entries.map(\.id)
        guard let list = IDList(ids) else { return ([], []) }
        do {
            let answers = try await store.database.execute([
                // A lost claim leaves the job queued; a claim that must survive a crash is repeated by the executor.
                "select set_config('synchronous_commit', 'off', true)",
                Self.takeStatement(list, order: ids.map(\.uuid), tokens: tokens.map(\.value), session),
            ])
            let (taken, barred) = (
                try answers[1].rows.filter { try $0.decode(1, as: Int64?.self) != nil },
                try answers[1].rows.filter { try $0.decode(1, as: Int64?.self) == nil }
            )
            return (
                try taken.map { try TakenJob(row: $0, queue: queue) }
                    .sorted {
                        (tokens.firstIndex(of: $0.claim.token) ?? 0) < (tokens.firstIndex(of: $1.claim.token) ?? 0)
                    },
                Set(try barred.map { JobID(try $0.decode(0, as: UUID.self)) })
            )
        } catch let error as PostgresError where error.isOutcomeUnknown {
            doubts.append(Doubt(ids: ids, tokens: tokens.map(\.value), until: .now + Self.doubt))
            throw error
        }
    }

    /// Puts back what a take with an unknown outcome may have marked as running; repeated until no statement of it can still
    /// commit.
    func settleDoubts() async throws {
        for doubt in doubts {
            guard let list = IDList(doubt.ids) else { continue }
            let rows = try await store.database.query(
                """
                select id, token from flotilla.jobs
                where \(list.contains("id")) and status = 'running' and token = any(\(doubt.tokens))
                """
            ).rows
            let claims = try rows.map { row in
                Claim(
                    id: JobID(try row.decode(0, as: UUID.self)), token: ClaimToken(try row.decode(1, as: Int64.self)))
            }
            _ = try await store.end(claims, as: .released, alone: false)
        }
        let now = ContinuousClock.now
        doubts.removeAll { $0.until <= now }
    }

    private static func takeStatement(
        _ list: IDList, order: [UUID], tokens: [Int64], _ session: WorkerSession.ID
    ) -> Query {
        let place: Query = "array_position((select ids from chosen), job.id)"
        return """
            with input as (select \(order) as ids, \(tokens) as tokens),
            free as materialized (
                select job.id, job.attempt, job.tenant, job.session, job.started_at, job.finished_at, job.attempt_end,
                    job.error, job.queue, job.kind, job.limit_key
                from flotilla.jobs job
                where \(list.contains("job.id")) and \(PostgresJobStore.mayRun)
                order by array_position((select ids from input), job.id) limit \(Int64(tokens.count))
                for update skip locked
            ), numbered as materialized (
                select free.*,
                    (select tokens from input)[row_number() over (
                        order by array_position((select ids from input), free.id))] as token
                from free
            ), chosen as materialized (
                select ids, (
                    select array_agg(numbered.token order by array_position(entered.ids, numbered.id)) from numbered
                    where numbered.id = any(entered.ids)) as tokens
                from (
                    select flotilla.acquire_permits(\(session), array_agg(id order by token_place),
                        array_agg(token order by token_place), array_agg(queue order by token_place),
                        array_agg(tenant order by token_place), array_agg(kind order by token_place),
                        array_agg(limit_key order by token_place), interval '0') as ids
                    from (
                        select numbered.*, array_position((select tokens from input), token) as token_place
                        from numbered
                    ) ordered
                ) entered
            ), earlier as (
                \(PostgresJobStore.keepEarlierAttempts(of: "free where free.id = any((select ids from chosen)::uuid[])"))
            ), taken as (
                update flotilla.jobs job set
                    \(PostgresJobStore.assignments(token: "(select tokens from chosen)[\(place)]", session, alone: false, time: "clock_timestamp()"))
                where \(list.contains("job.id")) and \(place) is not null
                returning job.id, job.token, job.tenant, job.kind, job.limit_key, job.priority,
                    \(PostgresJobStore.isLimited) as is_limited
            )
            select * from taken
            union all
            select free.id, null, free.tenant, free.kind, free.limit_key, 0::smallint, true from free
            where free.id <> all(coalesce((select ids from chosen), '{}'))
            """
    }
}

extension TakenJob {
    fileprivate init(row: Row, queue: QueueName) throws {
        let kind = JobKind(rawValue: try row.decode("kind", as: String.self))
        self.init(
            claim: Claim(
                id: JobID(try row.decode("id", as: UUID.self)),
                token: ClaimToken(try row.decode("token", as: Int64.self))),
            queue: queue, tenant: try row.decode("tenant", as: UUID.self),
            lane: Lane(kind: kind, limitKey: try row.decode("limit_key", as: String?.self)),
            priority: Int(try row.decode("priority", as: Int16.self)),
            isLimited: try row.decode("is_limited", as: Bool.self))
    }
}
