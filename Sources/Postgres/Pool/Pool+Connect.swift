import Reactor

extension Pool {
    /// Opens the connections that callers wait for, now or when the backoff allows it.
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
        connect(purpose, as: lastAttempt, by: parameters(for: lastAttempt))
    }

    func connect(_ purpose: Wire.Purpose, as attempt: Int, by parameters: ConnectionParameters) {
        attempts[attempt] = purpose
        let deadline = ContinuousClock.now + configuration.connectTimeout
        // A failed attempt is followed by one that begins with the next host.
        let turn = renewal == nil ? backoff.failures : backoff.failures / 2
        Connector.connect(parameters.pairs(attempt: turn), deadline: deadline) { outcome in
            _ = self.enter { $0.connected(attempt, outcome, deadline: deadline) }
        }
        // The connecting thread may hang in name resolution.
        loop.schedule(after: configuration.connectTimeout) {
            self.assumeIsolated {
                $0.attemptFailed(attempt, ConnectionFailure(.timedOut, detail: "connecting took too long"))
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
            case .failure(let error): pool.attemptFailed(id, ConnectionFailure(ofSetUp: error))
            }
        }
        send(operation, on: wire)
    }

    /// The connection serves from now on.
    private func begin(_ wire: Wire) {
        guard attempts[wire.id] != nil else { return }
        // Those that serve retire; this one is still an attempt.
        finishRenewal(with: wire.id)
        attempts[wire.id] = nil
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

    func attemptFailed(_ attempt: Int, _ failure: ConnectionFailure) {
        guard attempts.removeValue(forKey: attempt) != nil else { return }
        if failRenewal(with: attempt) { return }
        lastFailure = failure
        backoff.failed(now: .now)
        if let wire = wires[attempt] { lose(wire, message: failure.detail) }
        reportHealth()
        // Each host was tried first once, and the fault does not pass by itself: waiting callers fail now.
        if failure.condition.needsOperator, backoff.failures >= parameters.hostCount * (renewal == nil ? 1 : 2) {
            for operation in pending.takeAll() { operation.promise.fail(PostgresError(failure)) }
            for waiter in waiters.takeAll() { waiter.promise.fail(PostgresError(failure)) }
        }
        connectIfWanted()
    }
}

extension ConnectionFailure {
    /// What a new connection runs first went wrong.
    fileprivate init(ofSetUp error: any Error) {
        guard let error = error as? PostgresError else {
            self.init(.unreachable, detail: "the set-up of a connection was interrupted")
            return
        }
        let condition: ServerCondition =
            switch error.sqlState {
            case "22023" where error.message?.contains("role") == true: .notMigrated
            case "42501": .roleForbidden
            case .some: error.condition ?? .settingInvalid
            case nil: error.condition ?? .unreachable
            }
        self.init(condition, sqlState: error.sqlState, detail: error.message ?? error.description)
    }
}

extension DatabaseConfiguration {
    /// What a new connection runs first.
    fileprivate var setup: [Query] {
        let limits = [("statement_timeout", statementTimeout), ("lock_timeout", lockTimeout)]
        let timeouts = limits.compactMap { name, limit -> Query? in
            limit.map { "select set_config(\(name), \(String($0.wholeMilliseconds)), false)" }
        }
        return timeouts + sessionSetup
    }
}
