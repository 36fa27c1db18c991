extension Pool {
    /// Gives a unit to the shared connection with the least to do, or lets it wait for the first.
    func submit(_ operation: Operation) {
        guard !isClosing else { return operation.promise.fail(PostgresError(.closed)) }
        guard !operation.promise.isCancelled else { return operation.promise.fail(CancellationError()) }
        guard let wire = shared.min(by: { $0.load < $1.load }) else {
            pending.append(operation)
            arm(for: operation.limits.sendBy)
            return connectIfWanted()
        }
        if wire.load > 0 { connectOneMore() }
        send(operation, on: wire)
    }

    /// Takes back a unit that still waits for a connection. One that was sent is answered: its outcome matters.
    func cancelPending(_ operation: Operation) {
        guard pending.contains(where: { $0 === operation }) else { return }
        pending.removeAll { $0 === operation }
        operation.promise.fail(CancellationError())
    }

    /// Every shared connection has something to do: open another, up to the configured number.
    private func connectOneMore() {
        let underWay = attempts.values.count { $0 == .shared }
        guard underWay == 0, shared.count < configuration.sharedConnections,
            backoff.failures == 0
        else { return }
        connect(.shared)
    }
}
