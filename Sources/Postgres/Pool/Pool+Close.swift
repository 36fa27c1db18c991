extension Pool {
    /// Fails who waits, lets what is under way end within `grace`, then closes every connection.
    func close(grace: Duration, whenDone: @escaping @Sendable () -> Void) {
        onDrained = whenDone
        for operation in pending.takeAll() { operation.promise.fail(PostgresError(.closed)) }
        for waiter in waiters.takeAll() { waiter.promise.fail(PostgresError(.closed)) }
        for wire in idle { lose(wire, message: nil) }
        loop.schedule(after: grace) { self.assumeIsolated { $0.closeNow() } }
        finishIfDrained()
    }

    func finishIfDrained() {
        guard isClosing, wires.values.allSatisfy({ $0.load == 0 && $0.lease == nil }) else { return }
        closeNow()
    }

    private func closeNow() {
        guard let onDrained else { return }
        attempts = [:]
        // Taken first: losing the last connection asks again whether all is drained.
        self.onDrained = {}
        for wire in Array(wires.values) { lose(wire, message: nil) }
        health.report(false)
        onDrained()
    }
}
