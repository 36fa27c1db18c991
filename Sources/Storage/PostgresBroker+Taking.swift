import Foundation
import Jobs
import Postgres

extension PostgresBroker {
    /// Claims those of the jobs that may run and that nobody has locked, at most as many as there are tokens, in the order
    /// of the list.
    func claim(
        _ entries: [OpenLines.Entry], from queue: QueueName, tokens: [ClaimToken], session: WorkerSession.ID
    ) async throws -> [TakenJob] {
        let ids = entries.map(\.id)
        guard let list = IDList(ids) else { return [] }
        do {
            let answers = try await store.database.execute([
                // A lost claim is a queued job; what must not be lost is claimed again by whoever runs it.
                "select set_config('synchronous_commit', 'off', true)",
                Self.takeStatement(list, order: ids.map(\.uuid), tokens: tokens.map(\.value), session),
            ])
            return try answers[1].rows.map { try TakenJob(row: $0, queue: queue) }
                .sorted { (tokens.firstIndex(of: $0.claim.token) ?? 0) < (tokens.firstIndex(of: $1.claim.token) ?? 0) }
        } catch let error as PostgresError where error.isOutcomeUnknown {
            doubts.append(Doubt(ids: ids, tokens: tokens.map(\.value), until: .now + Self.doubt))
            throw error
        }
    }

    /// Puts back what a take with an unknown outcome may have marked as running. Looked for until no statement of it can
    /// be left.
    func settleDoubts() async throws {
        for doubt in doubts {
            guard let list = IDList(doubt.ids) else { continue }
            let rows = try await store.database.query(
                """
                select id, token from jobs
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
                    job.error
                from jobs job
                where \(list.contains("job.id")) and \(PostgresJobStore.mayRun)
                order by array_position((select ids from input), job.id) limit \(Int64(tokens.count))
                for update skip locked
            ), chosen as (
                select array_agg(free.id order by array_position((select ids from input), free.id)) as ids from free
            ), earlier as (
                \(PostgresJobStore.keepEarlierAttempts(of: "free"))
            )
            update jobs job set
                \(PostgresJobStore.assignments(token: "(select tokens from input)[\(place)]", session, alone: false))
            where \(list.contains("job.id")) and \(place) is not null
            returning job.id, job.token, job.tenant, job.kind, job.limit_key, job.priority
            """
    }
}

extension TakenJob {
    fileprivate init(row: Row, queue: QueueName) throws {
        let kind = JobKind(rawValue: try row.decode(3, as: String.self))
        self.init(
            claim: Claim(
                id: JobID(try row.decode(0, as: UUID.self)), token: ClaimToken(try row.decode(1, as: Int64.self))),
            queue: queue, tenant: try row.decode(2, as: UUID.self),
            lane: Lane(kind: kind, limitKey: try row.decode(4, as: String?.self)),
            priority: Int(try row.decode(5, as: Int16.self)))
    }
}
