internal import CLibpq
import Glibc

/// Whether a new connection has a session of the server to itself. Runs on the connecting thread, before the connection serves.
///
/// What is set for a session (the role, and so the walls between tenants; the planner's settings; prepared statements) has to
/// be there in the next transaction and must not reach other connections. A pooler that hands sessions on between transactions
/// (PgBouncer with `pool_mode = transaction` or `statement`) keeps neither.
struct SessionCheck {
    /// For the second connection, which a pooler without a free session lets wait: one that hands sessions on has one then.
    static let patience = Duration.seconds(1)
    /// Other clients of a busy pooler may come between two looks.
    private static let looks = 4

    private let handle: ConnectionHandle
    private let deadline: ContinuousClock.Instant

    init(of handle: ConnectionHandle, deadline: ContinuousClock.Instant) {
        self.handle = handle
        self.deadline = deadline
    }

    /// Marks the session, and leaves its mark in the handle where a pooler was found.
    /// - Parameter another: opens a second connection to the same server; called where there is a pooler.
    /// - Throws: `pooler_unfit`; or why the connection could not be asked.
    func run(_ another: () -> Connector.Outcome) throws(ConnectionFailure) {
        let (process, mark) = try Self.enter(handle, until: deadline)
        // A server greets with the process that serves; a pooler makes a number up, since it does not know which will.
        guard process != PQbackendPID(handle.pointer) else { return }
        handle.session = mark
        // What makes some poolers keep a session, where the function does not.
        _ = try Self.ask(handle, "set flotilla.session = '\(mark)'", until: deadline)
        guard case .success(let second) = another() else { return }
        let patience = min(deadline, .now + Self.patience)
        for look in 0..<Self.looks {
            do throws(ConnectionFailure) {
                if look == 0 {
                    _ = try Self.enter(second, until: patience)
                } else if try Self.mark(of: second, until: patience) == mark {
                    throw .sharedSession
                }
            } catch  where error.condition == .poolerUnfit {
                throw error
            } catch {
                // A pooler without a free session: each is kept for one connection.
                return
            }
            guard try Self.mark(of: handle, until: deadline) == mark else { throw .sharedSession }
        }
    }

    /// Marks a session.
    /// - Throws: `pooler_unfit` when another connection marked it already: what is set in it is another's.
    private static func enter(
        _ handle: ConnectionHandle, until deadline: ContinuousClock.Instant
    ) throws(ConnectionFailure) -> (process: Int32, mark: String) {
        let mark = String(UInt64.random(in: .min ... .max), radix: 16)
        let answers = try ask(
            handle,
            """
            select pg_backend_pid(), current_setting('flotilla.session', true), set_config('flotilla.session', '\(mark)', false)
            """, until: deadline)
        guard answers.dropFirst().first?.isEmpty != false else { throw .sharedSession }
        return (answers.first.flatMap(Int32.init) ?? 0, mark)
    }

    private static func mark(
        of handle: ConnectionHandle, until deadline: ContinuousClock.Instant
    ) throws(ConnectionFailure) -> String? {
        try ask(handle, "select current_setting('flotilla.session', true)", until: deadline).first
    }

    /// - Returns: the first row, in text; null is empty.
    private static func ask(
        _ handle: ConnectionHandle, _ statement: String, until deadline: ContinuousClock.Instant
    ) throws(ConnectionFailure) -> [String] {
        guard PQsendQuery(handle.pointer, statement) == 1 else { throw ConnectionFailure(message: handle.message) }
        var row: [String] = []
        while true {
            while PQisBusy(handle.pointer) == 1 {
                guard Connector.wait(for: handle, Int16(POLLIN), until: deadline) else { throw .late }
                guard PQconsumeInput(handle.pointer) == 1 else { throw ConnectionFailure(message: handle.message) }
            }
            guard let result = PQgetResult(handle.pointer) else { return row }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK: break
            case PGRES_TUPLES_OK where PQntuples(result) > 0:
                row = (0..<PQnfields(result)).map { PQgetvalue(result, 0, $0).map { String(cString: $0) } ?? "" }
            default: throw ConnectionFailure(message: handle.message)
            }
        }
    }
}
