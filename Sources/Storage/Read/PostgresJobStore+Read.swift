import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// A job with all its attempts; nil when there is none, or it is another tenant's.
    public func job(_ id: JobID, for scope: JobScope) async throws -> JobRecord? {
        let answers = try await read(
            [
                "select \(Self.columns) from flotilla.jobs where id = \(id.uuid)",
                """
                select attempt, started_at, finished_at, ended, error, session from flotilla.job_attempts
                where job_id = \(id.uuid) order by attempt
                """,
                "select parent, outcome::text as outcome from flotilla.job_dependencies where child = \(id.uuid) order by parent",
            ], for: scope)
        guard let row = answers[0].first else { return nil }
        var record = try JobRecord(row: row)
        // An attempt is copied with the next claim, or before that when the job is cancelled: from then on the copy says how
        // it ended.
        let copied = try answers[1].map { try AttemptRecord(row: $0) }.filter { $0.attempt <= record.attempt }
        record.attempts = copied + record.attempts.filter { $0.attempt != copied.last?.attempt }
        record.after = try answers[2].map {
            Dependency(
                id: JobID(try $0.decode("parent", as: UUID.self)),
                outcome: try $0.decode("outcome", as: JobStatus?.self))
        }
        return record
    }

    /// Newest first, without earlier attempts and without results: as many pages as it takes.
    public func jobs(
        _ filter: JobFilter, before cursor: JobID?, limit: Int, for scope: JobScope
    ) async throws -> [JobRecord] {
        var jobs: [JobRecord] = []
        var place = cursor
        repeat {
            let page = try await page(filter, before: place, limit: limit - jobs.count, for: scope)
            jobs += page.jobs
            place = page.next
        } while place != nil && jobs.count < limit
        return jobs
    }

    /// Those of the jobs that are settled: what callers wait for.
    public func settled(among ids: [JobID]) async throws -> Set<JobID> {
        guard let list = IDList(ids) else { return [] }
        let rows = try await database.query(
            """
            select id from flotilla.jobs
            where \(list.contains("id")) and status in ('succeeded', 'failed', 'cancelled')
            """
        ).rows
        return Set(try rows.map { JobID(try $0.decode(0, as: UUID.self)) })
    }

    func read(_ queries: [Query], for scope: JobScope) async throws -> [Rows] {
        switch scope {
        case .everybody: return try await database.execute(queries).map(\.rows)
        case .tenant(let tenant):
            return try await database.execute([.enter(tenant: tenant)] + queries).dropFirst().map(\.rows)
        }
    }

    static let columns: Query = """
        id, tenant, kind, queue, status::text as status, priority, attempt, errors, crashes, max_attempts, timeout_ms,
        created_at, run_at, started_at, finished_at, attempt_end, error, result, session,
        batch_id
        """
}

extension JobRecord {
    init(row: Row) throws {
        let status = try row.decode("status", as: JobStatus.self)
        let attempt = Int(try row.decode("attempt", as: Int32.self))
        let current = AttemptRecord(
            attempt: attempt, startedAt: try row.decode("started_at", as: Date?.self),
            finishedAt: try row.decode("finished_at", as: Date?.self),
            end: try row.decode("attempt_end", as: String?.self).flatMap(AttemptEnd.init(rawValue:)),
            error: try row.decode("error", as: JSONText?.self).flatMap(JobError.init(json:)),
            session: try row.decode("session", as: UUID?.self))
        self.init(
            id: JobID(try row.decode("id", as: UUID.self)), tenant: try row.decode("tenant", as: UUID.self),
            kind: JobKind(rawValue: try row.decode("kind", as: String.self)),
            queue: QueueName(rawValue: try row.decode("queue", as: String.self)), status: status,
            priority: Int(try row.decode("priority", as: Int16.self)), attempt: attempt,
            errors: Int(try row.decode("errors", as: Int32.self)),
            crashes: Int(try row.decode("crashes", as: Int32.self)),
            maxAttempts: Int(try row.decode("max_attempts", as: Int32.self)),
            timeout: .milliseconds(Int(try row.decode("timeout_ms", as: Int32.self))),
            createdAt: try row.decode("created_at", as: Date.self), runAt: try row.decode("run_at", as: Date?.self),
            startedAt: current.startedAt, finishedAt: status.isSettled ? current.finishedAt : nil,
            error: current.error, result: try row.decode("result", as: JSONText?.self)?.bytes,
            attempts: attempt > 0 ? [current] : [])
        batch = try row.decode("batch_id", as: UUID?.self)
    }
}

extension AttemptRecord {
    fileprivate init(row: Row) throws {
        self.init(
            attempt: Int(try row.decode("attempt", as: Int32.self)),
            startedAt: try row.decode("started_at", as: Date?.self),
            finishedAt: try row.decode("finished_at", as: Date?.self),
            end: try row.decode("ended", as: String?.self).flatMap(AttemptEnd.init(rawValue:)),
            error: try row.decode("error", as: JSONText?.self).flatMap(JobError.init(json:)),
            session: try row.decode("session", as: UUID?.self))
    }
}

extension JobError {
    fileprivate init?(json: JSONText) {
        guard let error = try? JSONDecoder().decode(JobError.self, from: Data(json.bytes)) else { return nil }
        self = error
    }
}
