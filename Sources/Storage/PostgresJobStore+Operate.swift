public import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// The workers that showed signs of life, the youngest beat first.
    public func sessions(limit: Int) async throws -> [SessionRecord] {
        let rows = try await database.query(
            """
            select id, worker, queues, host, pid, concurrency, version, started_at, quiet,
                extract(epoch from now() - beat_at)::float8 as silence
            from flotilla.worker_sessions order by beat_at desc limit \(Int64(limit))
            """
        ).rows
        return try rows.map { row in
            SessionRecord(
                session: WorkerSession(
                    id: try row.decode("id", as: UUID.self), worker: try row.decode("worker", as: String.self),
                    queues: try row.decode("queues", as: [String].self).map(QueueName.init(rawValue:)),
                    host: try row.decode("host", as: String.self), processID: try row.decode("pid", as: Int32.self),
                    concurrency: Int(try row.decode("concurrency", as: Int32.self)),
                    version: try row.decode("version", as: String.self)),
                startedAt: try row.decode("started_at", as: Date.self), isQuiet: try row.decode("quiet", as: Bool.self),
                silence: .milliseconds(min(max(try row.decode("silence", as: Double.self) * 1000, 0), 1e15)))
        }
    }

    /// Asks workers to take no more jobs, or to take jobs again; they hear of it within a second.
    /// - Returns: the sessions that were asked.
    public func setQuiet(_ isQuiet: Bool, _ choice: WorkerChoice) async throws -> [WorkerSession.ID] {
        let condition: Query =
            switch choice {
            case .sessions(let ids): "id = any(\(ids))"
            case .worker(let name): "worker = \(name)"
            case .all: "true"
            }
        let rows = try await database.query(
            "update flotilla.worker_sessions set quiet = \(isQuiet) where \(condition) returning id"
        ).rows
        return try rows.map { try $0.decode(0, as: UUID.self) }
    }

    /// A page of the walk over open jobs that finds what sessions hold.
    public func held(
        by sessions: [WorkerSession.ID], after cursor: JobID?, limit: Int
    ) async throws -> Page<JobID> {
        let start: Query =
            cursor.map { "\($0.uuid)" } ?? "(select low_water from flotilla.job_partitions order by low_water limit 1)"
        let rows = try await database.query(
            """
            select id, status = 'running' and session = any(\(sessions)) as held
            from flotilla.jobs where id > \(start) order by id limit \(Int64(limit))
            """
        ).rows
        let held = try rows.filter { try $0.decode("held", as: Bool?.self) == true }
        let last = try rows.count < limit ? nil : rows.last.map { JobID(try $0.decode("id", as: UUID.self)) }
        return Page(items: try held.map { JobID(try $0.decode("id", as: UUID.self)) }, next: last)
    }
}

/// Which workers are meant.
public enum WorkerChoice: Sendable {
    case sessions([WorkerSession.ID])
    case worker(String)
    case all
}

/// A worker's life as its row shows it.
public struct SessionRecord: Sendable {
    public let session: WorkerSession
    public let startedAt: Date
    /// It finishes what it holds and takes no more.
    public let isQuiet: Bool
    /// The time since its last beat, by the database's clock.
    public let silence: Duration
}
