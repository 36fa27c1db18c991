public import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    private static let sessionColumns: Query = """
        id, worker, queues, host, pid, concurrency, version, running, started_at, beat_at, quiet,
        extract(epoch from now() - beat_at)::float8 as silence
        """

    /// The workers that have not said their farewell and were not swept away, by the order of their sessions' ids.
    public func sessions(after last: WorkerSession.ID? = nil, limit: Int) async throws -> [SessionRecord] {
        let rows = try await database.query(
            """
            select \(Self.sessionColumns) from flotilla.worker_sessions
            where \(last)::uuid is null or id > \(last) order by id limit \(Int64(limit))
            """
        ).rows
        return try rows.map(SessionRecord.init)
    }

    /// Asks one worker as `setQuiet` does, and keeps the answer in the same transaction.
    /// - Parameter answer: makes what to keep under the caller's idempotency key, if anything.
    /// - Returns: nil when there is no such session.
    public func setQuiet(
        _ isQuiet: Bool, _ session: WorkerSession.ID, recording answer: (SessionRecord) -> IdempotencyRecord?
    ) async throws -> SessionRecord? {
        try await recording(
            [
                """
                update flotilla.worker_sessions set quiet = \(isQuiet) where id = \(session)
                returning \(Self.sessionColumns)
                """
            ], of: nil
        ) { rows in
            let record = try rows.first?.first.map(SessionRecord.init)
            return (record, record.flatMap(answer))
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
    /// Its last beat.
    public let lastSeenAt: Date
    /// It finishes what it holds and takes no more.
    public let isQuiet: Bool
    /// The time since its last heartbeat, by the database's clock.
    public let silence: Duration
}

extension SessionRecord {
    fileprivate init(_ row: Row) throws {
        self.init(
            session: WorkerSession(
                id: try row.decode("id"), worker: try row.decode("worker"),
                queues: try row.decode("queues", as: [String].self).map(QueueName.init(rawValue:)),
                host: try row.decode("host"), processID: try row.decode("pid"),
                concurrency: Int(try row.decode("concurrency", as: Int32.self)), version: try row.decode("version"),
                running: Int(try row.decode("running", as: Int32.self))),
            startedAt: try row.decode("started_at"), lastSeenAt: try row.decode("beat_at"),
            isQuiet: try row.decode("quiet"),
            silence: .milliseconds(min(max(try row.decode("silence", as: Double.self) * 1000, 0), 1e15)))
    }
}
