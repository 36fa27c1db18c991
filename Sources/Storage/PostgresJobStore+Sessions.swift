import Foundation
public import Jobs
import Postgres

extension PostgresJobStore: SessionStore {
    public func beat(_ session: WorkerSession) async throws {
        _ = try await database.query(
            """
            insert into worker_sessions (id, worker, queues, host, pid, concurrency, version)
            values (\(session.id), \(session.worker), \(session.queues.map(\.rawValue)), \(session.host),
                \(session.processID), \(Int32(clamping: session.concurrency)), \(session.version))
            on conflict (id) do update set beat_at = now()
            """)
    }

    public func end(_ session: WorkerSession.ID) async throws {
        _ = try await database.query("delete from worker_sessions where id = \(session)")
    }
}
