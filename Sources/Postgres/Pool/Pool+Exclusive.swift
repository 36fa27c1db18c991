extension Pool {
    func acquire(_ waiter: Waiter) {
        guard !isClosing else { return waiter.promise.fail(PostgresError(.closed)) }
        guard !waiter.promise.isCancelled else { return waiter.promise.fail(CancellationError()) }
        waiters.append(waiter)
        if let wire = idle.popLast() { return give(wire) }
        arm(for: waiter.deadline)
        connectIfWanted()
    }

    func cancel(_ waiter: Waiter) {
        guard waiters.contains(where: { $0 === waiter }) else { return }
        waiters.removeAll { $0 === waiter }
        waiter.promise.fail(CancellationError())
    }

    /// Hands a clean connection to who has waited longest, or keeps it for the next.
    func give(_ wire: Wire) {
        guard !isClosing else { return lose(wire, message: nil) }
        guard let waiter = waiters.popFirst() else { return idle.append(wire) }
        lastLease += 1
        let lease = Lease(wire: wire.id, number: lastLease)
        wire.lease = lease
        waiter.promise.finish(.success(lease))
    }

    func submit(_ operation: Operation, on lease: Lease) {
        guard !operation.promise.isCancelled else { return operation.promise.fail(CancellationError()) }
        guard let wire = exclusive[lease.wire], wire.lease == lease else {
            return operation.promise.fail(PostgresError(.unavailable, subject: "the connection was lost before"))
        }
        send(operation, on: wire)
    }

    func cancel(_ operation: Operation, on lease: Lease) {
        guard let wire = exclusive[lease.wire], wire.lease == lease else { return }
        wire.cancel(operation)
    }

    /// Ends a holding. What it left open is rolled back and unlocked before the next.
    func release(_ lease: Lease) {
        guard let wire = exclusive[lease.wire], wire.lease == lease else { return }
        wire.lease = nil
        guard !wire.isTainted, !isClosing else { return lose(wire, message: nil) }
        var queries: [Query] = ["select pg_advisory_unlock_all()"]
        if wire.load > 0 || wire.isInTransaction { queries.insert("rollback", at: 0) }
        let operation = Operation(
            .unit(queries), limits: Limits(now: .now, deadline: nil, configuration: configuration))
        later(operation) { pool, result in
            guard let wire = pool.exclusive[lease.wire] else { return }
            if case .success = result { pool.give(wire) } else { pool.lose(wire, message: "reset failed") }
        }
        send(operation, on: wire)
    }
}
