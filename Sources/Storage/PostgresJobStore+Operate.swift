public import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// The workers that showed signs of life, the youngest beat first.
    public func sessions(limit: Int) async throws -> [SessionRecord] {
        let rows = try await database.query(
            """
            select id, worker, queues, host, pid, concurrency, version, started_at,
                extract(epoch from now() - beat_at)::float8 as silence
            from worker_sessions order by beat_at desc limit \(Int64(limit))
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
                startedAt: try row.decode("started_at", as: Date.self),
                silence: .milliseconds(Int(try row.decode("silence", as: Double.self) * 1000)))
        }
    }

    /// Whether the database answers.
    public func ping(within limit: Duration) async -> Bool {
        (try? await database.execute(["select 1"], deadline: limit)) != nil
    }
}

/// A worker's life as its row shows it.
public struct SessionRecord: Sendable {
    public let session: WorkerSession
    public let startedAt: Date
    /// The time since its last beat, by the database's clock.
    public let silence: Duration
}
