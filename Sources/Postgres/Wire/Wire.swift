internal import CLibpq
import Reactor

/// One established connection and what is under way on it. Confined to its pool's event loop.
///
/// Units travel in libpq's pipeline mode, each ended by a Sync. Scripts and COPY leave the pipeline, so they wait until
/// it is empty and the units behind them wait for their end.
final class Wire {
    enum Purpose: Sendable {
        /// Many callers' units at once.
        case shared
        /// One caller's operations, one at a time, so that a cancel meets the statement it is meant for.
        case exclusive
    }

    /// Prepared statements kept per connection.
    private static let mostStatements = 256

    let id: Int
    let purpose: Purpose
    let handle: ConnectionHandle
    /// Remembered, since libpq closes and forgets it by itself when the connection breaks.
    private let descriptor: Int32
    private let loop: EventLoop

    var backlog = FIFO<Operation>()
    var pipeline = Pipeline<Operation, ResultSet>()
    var script: Script?
    var statements = StatementCache(limit: Wire.mostStatements)
    var lastUnit = 0
    var wantsToWrite = false
    /// Whether statements that would disturb other callers are refused: on shared connections, after their set-up.
    var refusesSessionStatements = false
    /// Whether a cancel was sent that may still arrive: the connection is not used again after its present holder.
    private(set) var isTainted = false
    /// Whether the server refused to write since this was last looked at.
    private var hasMetReadOnly = false
    /// Whether a pooler gave its session to others.
    private(set) var hasLostSession = false
    /// Whether it ends once nothing is under way on it.
    private(set) var isRetired = false
    /// Who holds it, when it is exclusive.
    var lease: Lease?

    private var interest = EventLoop.Readiness.readable

    init(id: Int, purpose: Purpose, handle: ConnectionHandle, loop: EventLoop) {
        self.id = id
        self.purpose = purpose
        self.handle = handle
        descriptor = PQsocket(handle.pointer)
        self.loop = loop
    }

    var connection: OpaquePointer { handle.pointer }

    /// The number of operations that wait here or are under way.
    /// Operations that were not sent yet.
    var waiting: Int { backlog.count }
    var load: Int { pipeline.count + backlog.count + (script == nil ? 0 : 1) }

    /// Whether a transaction was left open. Only meaningful while nothing is under way.
    var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }

    /// The mark of the session, where what is sent next has to make sure of it: behind a pooler, and outside of a transaction,
    /// which keeps its session to its end.
    var unconfirmedSession: String? {
        guard let session = handle.session else { return nil }
        return purpose == .exclusive && isInTransaction ? nil : session
    }

    /// True once after each time that the server refused to write.
    var metReadOnly: Bool {
        defer { hasMetReadOnly = false }
        return hasMetReadOnly
    }

    // MARK: What the pool calls; a throw means that the connection is lost

    func watch(_ handler: @escaping @Sendable (EventLoop.Readiness) -> Void) {
        loop.watch(descriptor, for: interest, handler: handler)
    }

    func unwatch() {
        loop.unwatch(descriptor)
    }

    func enqueue(_ operation: Operation) throws(PostgresError) {
        backlog.append(operation)
        try advance()
    }

    func ready(_ readiness: EventLoop.Readiness) throws(PostgresError) {
        if readiness.contains(.writable) { try pump() }
        if !readiness.isDisjoint(with: [.readable, .closed]) { try receive() }
        try advance()
    }

    /// Takes the operation back if it was not sent yet, else asks the server to stop what runs.
    func cancel(_ operation: Operation) {
        if running === operation {
            isTainted = true
            Canceller.cancel(connection)
        } else {
            backlog.removeAll { $0 === operation }
            operation.promise.fail(CancellationError())
        }
    }

    /// It takes no new work, and is not used again after its present holder.
    func retire() {
        isRetired = true
        isTainted = true
    }

    /// To be called with every error of the server.
    func note(_ error: PostgresError) {
        if error.condition == .readOnly { hasMetReadOnly = true }
        if error.cause?.condition == .poolerUnfit { hasLostSession = true }
    }

    /// The connection is lost or no longer wanted: all waiting operations fail.
    func abandon(message: String?) {
        // Answers that arrived before a write met the end are answers all the same.
        if script == nil { try? readPipeline() }
        for (operation, error) in pipeline.abandon() {
            operation.promise.fail(PostgresError(error, message: message))
        }
        script?.operation.promise.fail(PostgresError(.connectionLost, message: message))
        script = nil
        for operation in backlog.takeAll() {
            operation.promise.fail(PostgresError(.unavailable, message: message))
        }
    }

    /// Fails the operations whose deadline has passed.
    /// - Returns: whether the connection must go, and otherwise when to look again.
    func enforceLimits(
        now: ContinuousClock.Instant
    ) -> (isOverdue: Bool, timeouts: Int, next: ContinuousClock.Instant?) {
        var isOverdue = false
        var timeouts = 0
        var next: ContinuousClock.Instant?
        for operation in sent {
            if now >= operation.limits.answerBy, !operation.promise.isFinished {
                operation.promise.fail(PostgresError(.timedOut))
                timeouts += 1
                if purpose == .exclusive { isOverdue = true }
            }
            if now >= operation.limits.abandonBy { isOverdue = true }
            next = min(next ?? operation.nextLimit, operation.nextLimit)
        }
        for operation in backlog {
            if now >= operation.limits.sendBy {
                operation.promise.fail(PostgresError(.unavailable))
                timeouts += 1
            }
            next = min(next ?? operation.limits.sendBy, operation.limits.sendBy)
        }
        backlog.removeAll { $0.promise.isFinished }
        return (isOverdue, timeouts, next)
    }

    // MARK: Within

    private var sent: [Operation] { (script.map { [$0.operation] } ?? []) + pipeline.units }

    private var running: Operation? { sent.first }

    /// Starts whatever may start now.
    private func advance() throws(PostgresError) {
        while script == nil, let next = backlog.first {
            if purpose == .exclusive || !next.work.isUnit, !pipeline.isEmpty { break }
            _ = backlog.popFirst()
            guard !next.promise.isFinished else { continue }
            switch next.work {
            case .unit(let queries): try send(queries, of: next)
            case .script(let sql), .copy(let sql, _): try begin(sql, of: next)
            }
        }
        try flush()
        updateInterest()
    }

    private func receive() throws(PostgresError) {
        var isOpen = true
        repeat {
            isOpen = PQconsumeInput(connection) == 1
            // What came before the end counts, such as the server's reason for it.
            if script == nil { try readPipeline() } else { try readScript() }
        } while isOpen && flotilla_pq_decrypted_bytes(connection) > 0
        if !isOpen { throw lost }
    }

    func flush() throws(PostgresError) {
        let result = PQflush(connection)
        if result < 0 || handle.isBroken { throw lost }
        wantsToWrite = result > 0
    }

    private func updateInterest() {
        let wanted: EventLoop.Readiness = wantsToWrite ? [.readable, .writable] : .readable
        guard wanted != interest else { return }
        interest = wanted
        loop.rewatch(descriptor, for: wanted)
    }

    var lost: PostgresError { PostgresError(.connectionLost, message: handle.message) }
}

extension Operation.Work {
    fileprivate var isUnit: Bool {
        if case .unit = self { true } else { false }
    }
}
