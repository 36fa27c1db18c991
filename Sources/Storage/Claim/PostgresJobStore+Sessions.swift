import Foundation
public import Jobs
import Postgres

extension PostgresJobStore: SessionStore {
    /// A crash of one of its processes restarts PostgreSQL within the life of its first process: that shows only in the
    /// statistics, which a crash resets.
    @discardableResult
    public func beat(_ session: WorkerSession) async throws -> ServerIncarnation {
        let rows = try await database.query(
            """
            insert into flotilla.worker_sessions (id, worker, queues, host, pid, concurrency, version, running)
            values (\(session.id), \(session.worker), \(session.queues.map(\.rawValue)), \(session.host),
                \(session.processID), \(Int32(clamping: session.concurrency)), \(session.version),
                \(Int32(clamping: session.running)))
            on conflict (id) do update set beat_at = now(), running = excluded.running
            returning pg_postmaster_start_time()::text || ' ' || pg_stat_get_bgwriter_stat_reset_time()::text
            """
        ).rows
        return ServerIncarnation(name: try rows.first?.decode(0, as: String.self) ?? "")
    }

    public func end(_ session: WorkerSession.ID) async throws {
        _ = try await database.execute([
            "delete from flotilla.limit_permits where lingers and session = \(session)",
            "delete from flotilla.worker_sessions where id = \(session)",
        ])
    }

    public func requests(to session: WorkerSession.ID, running ids: [JobID]) async throws -> WorkerRequests {
        var unit: [Query] = ["select quiet from flotilla.worker_sessions where id = \(session)"]
        if let list = IDList(ids) {
            unit.append(
                """
                select id from flotilla.jobs
                where \(list.contains("id")) and cancel_requested_at is not null and status = 'running'
                """)
        }
        let answers = try await database.execute(unit).map(\.rows)
        return WorkerRequests(
            isQuiet: try answers[0].first?.decode(0, as: Bool.self) ?? false,
            cancelled: try answers.dropFirst().flatMap { $0 }.map { JobID(try $0.decode(0, as: UUID.self)) })
    }
}
