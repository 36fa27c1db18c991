import Reactor
import Synchronization

/// All connections of one database and all who wait for one. Lives on its event loop, with everything it owns.
actor Pool {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    nonisolated let configuration: DatabaseConfiguration
    nonisolated let health = Health()

    private let parameters: ConnectionParameters
    /// Closed once; behind a lock so that nothing is handed to the loop after its end.
    private nonisolated let isOpen = Mutex(true)

    /// Every connection that is established, serving or still being set up.
    var wires: [Int: Wire] = [:]
    /// Attempts to connect, until the new connection serves.
    var attempts: [Int: Wire.Purpose] = [:]
    private var lastAttempt = 0
    var backoff = Backoff()
    private var retryTimer: TimerID?
    var lastFailure: String?

    /// Shared connections that serve, and units that wait for the first.
    var shared: [Wire] = []
    var pending = FIFO<Operation>()

    /// Exclusive connections that serve, those of them that nobody holds, and who waits for one.
    var exclusive: [Int: Wire] = [:]
    var idle: [Wire] = []
    var waiters = FIFO<Waiter>()
    var lastLease = 0

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

    /// Lets nobody in any more.
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

    // MARK: Connecting

    /// Opens what is waited for, now or when the backoff allows it; nothing when nobody waits.
    func connectIfWanted() {
        guard !isClosing, wantsShared || wantsExclusive else { return }
        let delay = backoff.delay(now: .now)
        guard delay == .zero else { return retry(after: delay) }
        // While the server does not answer, one attempt at a time finds out when it does again.
        if backoff.failures > 0, !attempts.isEmpty { return }
        if wantsShared { connect(.shared) }
        while wantsExclusive, backoff.failures == 0 || attempts.isEmpty { connect(.exclusive) }
    }

    private var wantsShared: Bool {
        !pending.isEmpty && shared.isEmpty && !attempts.values.contains(.shared)
    }

    private var wantsExclusive: Bool {
        let underWay = attempts.values.count { $0 == .exclusive }
        return underWay < waiters.count && underWay + exclusive.count < configuration.maximumExclusiveConnections
    }

    private func retry(after delay: Duration) {
        guard retryTimer == nil else { return }
        retryTimer = loop.schedule(after: delay) {
            self.assumeIsolated {
                $0.retryTimer = nil
                $0.connectIfWanted()
            }
        }
    }

    func connect(_ purpose: Wire.Purpose) {
        lastAttempt += 1
        let attempt = lastAttempt
        attempts[attempt] = purpose
        let deadline = ContinuousClock.now + configuration.connectTimeout
        // A failed attempt is followed by one that begins with the next host.
        Connector.connect(parameters.pairs(attempt: backoff.failures), deadline: deadline) { outcome in
            _ = self.enter { $0.connected(attempt, outcome, deadline: deadline) }
        }
        // The connecting thread may hang in name resolution.
        loop.schedule(after: configuration.connectTimeout) {
            self.assumeIsolated {
                $0.attemptFailed(attempt, PostgresError(.unavailable, message: "connecting took too long"))
            }
        }
    }

    private func connected(_ attempt: Int, _ outcome: Connector.Outcome, deadline: ContinuousClock.Instant) {
        // One that comes late is closed by being let go.
        guard let purpose = attempts[attempt] else { return }
        switch outcome {
        case .failure(let error):
            attemptFailed(attempt, error)
        case .success(let handle):
            let wire = Wire(id: attempt, purpose: purpose, handle: handle, loop: loop)
            wires[attempt] = wire
            wire.watch { readiness in self.assumeIsolated { $0.ready(attempt, readiness) } }
            setUp(wire, deadline: deadline)
        }
    }

    private func setUp(_ wire: Wire, deadline: ContinuousClock.Instant) {
        let queries = configuration.setup
        guard !queries.isEmpty else { return begin(wire) }
        let operation = Operation(.unit(queries), limits: Limits(all: deadline))
        let id = wire.id
        later(operation) { pool, result in
            switch result {
            case .success: pool.wires[id].map(pool.begin)
            case .failure(let error): pool.attemptFailed(id, error)
            }
        }
        send(operation, on: wire)
    }

    /// The connection serves from now on.
    private func begin(_ wire: Wire) {
        guard attempts.removeValue(forKey: wire.id) != nil else { return }
        backoff.succeeded()
        lastFailure = nil
        health.report(true)
        switch wire.purpose {
        case .shared:
            wire.refusesSessionStatements = true
            shared.append(wire)
            for operation in pending.takeAll() { submit(operation) }
        case .exclusive:
            exclusive[wire.id] = wire
            give(wire)
        }
        connectIfWanted()
    }

    func attemptFailed(_ attempt: Int, _ error: any Error) {
        guard attempts.removeValue(forKey: attempt) != nil else { return }
        lastFailure = (error as? PostgresError)?.debugDescription
        backoff.failed(now: .now)
        if let wire = wires[attempt] { lose(wire, message: lastFailure) }
        reportHealth()
        connectIfWanted()
    }

    // MARK: Connections

    private func ready(_ id: Int, _ readiness: EventLoop.Readiness) {
        guard let wire = wires[id] else { return }
        do {
            try wire.ready(readiness)
        } catch {
            lose(wire, message: error.message)
        }
        finishIfDrained()
    }

    func send(_ operation: Operation, on wire: Wire) {
        do {
            try wire.enqueue(operation)
            arm(for: operation.limits.answerBy)
            arm(for: operation.limits.sendBy)
        } catch {
            // Not begun, or begun and lost: either way the wire knows it.
            lose(wire, message: error.message)
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

    /// Forgets a connection and closes it; whoever waits on it is told.
    func lose(_ wire: Wire, message: String?) {
        guard wires.removeValue(forKey: wire.id) != nil else { return }
        wire.unwatch()
        shared.removeAll { $0 === wire }
        exclusive[wire.id] = nil
        idle.removeAll { $0 === wire }
        wire.abandon(message: message)
        reportHealth()
        connectIfWanted()
        finishIfDrained()
    }

    private func reportHealth() {
        if shared.isEmpty && exclusive.isEmpty { health.report(false) }
    }
}

extension DatabaseConfiguration {
    /// What a new connection runs first.
    fileprivate var setup: [Query] {
        let timeout = statementTimeout.map { limit -> Query in
            "select set_config('statement_timeout', \(String(limit.wholeMilliseconds)), false)"
        }
        return (timeout.map { [$0] } ?? []) + sessionSetup
    }
}
