import Reactor
import Synchronization

/// All connections of one database and all who wait for one. Lives on its event loop, with everything it owns.
actor Pool {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    nonisolated let configuration: DatabaseConfiguration
    nonisolated let health = Health()

    var parameters: ConnectionParameters
    var renewal: Renewal?
    /// Closed once; behind a lock so that nothing is handed to the loop after its end.
    private nonisolated let isOpen = Mutex(true)

    /// Every connection that is established, serving or still being set up.
    var wires: [Int: Wire] = [:]
    /// Attempts to connect, until the new connection serves.
    var attempts: [Int: Wire.Purpose] = [:]
    var lastAttempt = 0
    var backoff = Backoff()
    var retryTimer: TimerID?
    /// Why the last attempt failed; nil after one that succeeded.
    var lastFailure: ConnectionFailure?
    private var leftReadOnlyAt: ContinuousClock.Instant?

    /// Shared connections that serve, and units that wait for the first.
    var shared: [Wire] = []
    var pending = FIFO<Operation>()

    /// Exclusive connections that serve, those of them that are not leased, and the callers that wait for one.
    var exclusive: [Int: Wire] = [:]
    var idle: [Wire] = []
    var waiters = FIFO<Waiter>()
    var lastLease = 0

    /// Calls so far that got no connection, or no answer, within their limit.
    var timeouts = 0
    var alarm: (instant: ContinuousClock.Instant, timer: TimerID)?
    /// Set while closing; called when nothing is under way any more, or at the end of the grace.
    var onDrained: (@Sendable () -> Void)?

    init(_ configuration: DatabaseConfiguration, loop: EventLoop) throws(PostgresError) {
        parameters = try ConnectionParameters(configuration)
        self.configuration = configuration
        self.loop = loop
    }

    // MARK: The way in

    /// Runs `body` on the loop, in the order of the calls.
    /// - Returns: false when the pool is closed and `body` will not run.
    nonisolated func enter(_ body: @escaping @Sendable (isolated Pool) -> Void) -> Bool {
        isOpen.withLock { isOpen in
            if isOpen { loop.execute { self.assumeIsolated { body($0) } } }
            return isOpen
        }
    }

    /// Accepts no more callers.
    /// - Returns: false when it was closed already.
    nonisolated func shutTheDoor(then body: @escaping @Sendable (isolated Pool) -> Void) -> Bool {
        isOpen.withLock { isOpen in
            guard isOpen else { return false }
            isOpen = false
            loop.execute { self.assumeIsolated { body($0) } }
            return true
        }
    }

    var isClosing: Bool { onDrained != nil }

    var statistics: PoolStatistics {
        PoolStatistics(
            size: shared.count + exclusive.count,
            maximum: configuration.sharedConnections + configuration.maximumExclusiveConnections,
            inUse: shared.count { $0.load > 0 } + exclusive.count - idle.count,
            waiting: pending.count + waiters.count + wires.values.reduce(0) { $0 + $1.waiting }, timeouts: timeouts)
    }

    // MARK: Connections

    func ready(_ id: Int, _ readiness: EventLoop.Readiness) {
        guard let wire = wires[id] else { return }
        do {
            try wire.ready(readiness)
        } catch {
            lose(wire, message: error.message ?? "connection lost")
        }
        if wire.metReadOnly { leaveReadOnlyServer() }
        if wire.hasLostSession, !wire.isRetired { retire(wire) }
        if isSpent(wire) { lose(wire, message: nil) }
        finishIfDrained()
    }

    func send(_ operation: Operation, on wire: Wire) {
        do {
            try wire.enqueue(operation)
            arm(for: operation.limits.answerBy)
            arm(for: operation.limits.sendBy)
        } catch {
            // Not begun, or begun and lost: either way the wire knows it.
            lose(wire, message: error.message ?? "connection lost")
        }
    }

    /// Goes on with the pool once the operation is finished, not within the call that finishes it.
    func later(
        _ operation: Operation,
        _ body: @escaping @Sendable (isolated Pool, Result<[ResultSet], any Error>) -> Void
    ) {
        operation.promise.whenFinished { result in
            self.loop.execute { self.assumeIsolated { body($0, result) } }
        }
    }

    /// Forgets a connection and closes it; callers that wait on it get an error.
    /// - Parameter message: what went wrong; nil when the connection is merely not wanted any more.
    func lose(_ wire: Wire, message: String?) {
        guard wires.removeValue(forKey: wire.id) != nil else { return }
        wire.unwatch()
        shared.removeAll { $0 === wire }
        exclusive[wire.id] = nil
        idle.removeAll { $0 === wire }
        wire.abandon(message: message)
        if message != nil { reportHealth() }
        connectIfWanted()
        finishIfDrained()
    }

    /// After a failure: one connection that is left says that the database can be reached.
    func reportHealth() {
        if shared.isEmpty && exclusive.isEmpty { health.report(false, because: lastFailure) }
    }

    /// Connections to a read-only server take no new work; the next ones are made to whichever host can be written by now.
    /// With one host too: a session keeps the setting that it began with, and the name may lead to another server by now.
    /// Once a second then, since usually it does not.
    func leaveReadOnlyServer() {
        guard parameters.asksForWritable else { return }
        let now = ContinuousClock.now
        if parameters.hostCount == 1 {
            if let last = leftReadOnlyAt, last.duration(to: now) < .seconds(1) { return }
            leftReadOnlyAt = now
        }
        retireConnections()
    }

    /// The connections that serve take no new work, and end with what is under way on them.
    func retireConnections() {
        shared = []
        idle = []
        for wire in Array(wires.values) where attempts[wire.id] == nil {
            wire.retire()
            if isSpent(wire) { lose(wire, message: nil) }
        }
    }

    /// A connection without a session of its own takes no new work; the next ones find out whether the pooler still does that.
    private func retire(_ wire: Wire) {
        wire.retire()
        shared.removeAll { $0 === wire }
        idle.removeAll { $0 === wire }
        lastFailure = .sharedSession
        reportHealth()
    }

    private func isSpent(_ wire: Wire) -> Bool {
        wire.isRetired && wire.load == 0 && wire.lease == nil && wires[wire.id] === wire
    }
}
