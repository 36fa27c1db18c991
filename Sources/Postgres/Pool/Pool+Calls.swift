/// The calls, each from a task to the loop and back.
extension Pool {
    nonisolated func execute(_ queries: [Query], deadline: Duration?) async throws -> [ResultSet] {
        guard !queries.isEmpty else { return [] }
        let operation = operation(.unit(queries), deadline: deadline)
        return try await wait(for: operation.promise) { pool in
            pool.submit(operation)
        } cancel: { pool in
            pool.cancelPending(operation)
        }
    }

    /// On an exclusive connection; cancelling the task stops the statement on the server.
    nonisolated func execute(
        _ work: Operation.Work, on lease: Lease, deadline: Duration?
    ) async throws -> [ResultSet] {
        let operation = operation(work, deadline: deadline)
        do {
            return try await wait(for: operation.promise) { pool in
                pool.submit(operation, on: lease)
            } cancel: { pool in
                pool.cancel(operation, on: lease)
            }
        } catch let error as PostgresError where error.sqlState == "57014" && operation.promise.isCancelled {
            throw CancellationError()
        }
    }

    /// The same for what must be said even by a task that was cancelled, such as `rollback`.
    nonisolated func executeRegardless(_ work: Operation.Work, on lease: Lease) async throws -> [ResultSet] {
        let operation = operation(work, deadline: nil)
        return try await wait(for: operation.promise) { $0.submit(operation, on: lease) }
    }

    nonisolated func acquire() async throws -> Lease {
        let waiter = Waiter(deadline: .now + configuration.exclusiveWait)
        return try await wait(for: waiter.promise) { pool in
            pool.acquire(waiter)
        } cancel: { pool in
            pool.cancel(waiter)
        }
    }

    private nonisolated func operation(_ work: Operation.Work, deadline: Duration?) -> Operation {
        Operation(work, limits: Limits(now: .now, deadline: deadline, configuration: configuration))
    }

    private nonisolated func wait<Value: Sendable>(
        for promise: Promise<Value>, start: @escaping @Sendable (isolated Pool) -> Void,
        cancel: @escaping @Sendable (isolated Pool) -> Void
    ) async throws -> Value {
        try await withTaskCancellationHandler {
            try await wait(for: promise, start: start)
        } onCancel: {
            promise.cancel()
            _ = enter(cancel)
        }
    }

    private nonisolated func wait<Value: Sendable>(
        for promise: Promise<Value>, start: @escaping @Sendable (isolated Pool) -> Void
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            promise.whenFinished { continuation.resume(with: $0) }
            if !enter(start) { promise.fail(PostgresError(.closed)) }
        }
    }
}
