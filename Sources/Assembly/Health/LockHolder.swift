import Operations
import Postgres

/// A transaction that holds a lock for which statements of ours have waited too long.
struct LockHolder: Sendable, Hashable {
    /// Of the server process; 0 for a prepared transaction.
    let pid: Int32
    /// As the session calls itself; it may be empty.
    let application: String
    /// What is locked; empty when it is a row or no table.
    let table: String
    /// PostgreSQL's own name of it, by which it is known while it lasts.
    let transaction: String

    var diagnosis: Diagnosis {
        let what = table.isEmpty ? "a lock" : "a lock on \(table)"
        let holder =
            pid == 0
            ? "A prepared transaction" : "Session \(pid)" + (application.isEmpty ? "" : " (\(application))")
        return Diagnosis(
            "postgres_lock_held", "\(holder) holds \(what) for which statements of ours wait.",
            advice: pid == 0
                ? "Find it with `select * from pg_prepared_xacts`, and end it with `commit prepared` or `rollback prepared`."
                : "Let it end its transaction, or end it: `select pg_terminate_backend(\(pid))`.")
    }

    /// Looks at PostgreSQL's table of locks, which every role may read and for which no lock on ours is needed.
    /// - Parameters:
    ///   - known: found before. Statements give up waiting, and come again: a holder counts for as long as it lasts.
    ///   - limit: for the answer, a connection included.
    /// - Returns: nil when none is found, or there is no answer.
    static func find(in database: Database, known: LockHolder?, within limit: Duration) async -> LockHolder? {
        let query = query(known)
        do {
            return try await database.query(query, deadline: limit).rows.first.map(Self.init)
        } catch let error as PostgresError where error.kind == .timedOut {
            // A shared connection may itself wait for the lock.
            return await withTaskGroup(of: LockHolder?.self) { group in
                group.addTask {
                    try? await database.withConnection { connection in
                        try await connection.query(query, deadline: limit).rows.first.map(Self.init)
                    }
                }
                group.addTask {
                    try? await Task.sleep(for: limit)
                    return nil
                }
                defer { group.cancelAll() }
                return await group.next() ?? nil
            }
        } catch {
            return nil
        }
    }

    private init(_ row: Row) throws {
        pid = try row.decode("pid", as: Int32.self)
        application = try row.decode("application", as: String.self)
        table = try row.decode("name", as: String.self)
        transaction = try row.decode("transaction", as: String.self)
    }

    /// Whatever is at the front of those who wait: a holder that waits itself is not the cause. Our own processes hold
    /// each other up for a while under load, and autovacuum gives way by itself after `deadlock_timeout` (a second).
    private static func query(_ known: LockHolder?) -> Query {
        """
        select holder.pid, coalesce(session.application_name, '') as application,
            coalesce(waiting.relation::regclass::text, '') as name,
            coalesce((select max(virtualtransaction) from pg_locks where case
                when holder.pid = 0 then pg_locks.pid is null and pg_locks.relation = waiting.relation
                else pg_locks.pid = holder.pid end), '') as transaction
        from pg_locks as waiting
        join pg_stat_activity as own on own.pid = waiting.pid and own.application_name like 'flotilla-%'
        cross join lateral unnest(pg_blocking_pids(waiting.pid)) as holder (pid)
        left join pg_stat_activity as session on session.pid = holder.pid
        where not waiting.granted and own.datname = current_database()
            and waiting.waitstart < clock_timestamp() - case
                when session.application_name like 'flotilla-%' or session.backend_type <> 'client backend'
                then interval '5 s' else interval '1 s' end
            and not exists (select from pg_locks where pg_locks.pid = holder.pid and not granted)
        union all
        select \(known?.pid ?? 0), \(known?.application ?? ""), \(known?.table ?? ""), \(known?.transaction ?? "")
        where exists (select from pg_locks where virtualtransaction = \(known?.transaction ?? ""))
        limit 1
        """
    }
}
