extension RedisClient {
    /// Runs a command that waits at the server (`BLPOP`, `BRPOP`, `BLMOVE`, `BZPOPMIN`, …) on a connection of its own.
    ///
    /// Cancelling the task ends the wait at once by closing that connection. What the server was handing over at that very
    /// moment is lost with it: use `BLMOVE` for what must not get lost.
    /// - Parameters:
    ///   - command: without its timeout, which these commands take as their last argument.
    ///   - wait: how long the server shall wait; at least a millisecond, since Redis takes zero for ever.
    /// - Returns: the reply, `.null` when nothing came.
    /// - Throws: `CancellationError`, or `RedisError`: `.timedOut` when there is no reply `commandTimeout` after `wait`.
    public func blocking(_ command: RedisCommand, for wait: Duration) async throws -> RedisValue {
        let seconds = max(0.001, wait / .seconds(1))
        return try await blocking(
            whole: RedisCommand(command.name, arguments: command.arguments + [.init(seconds)]),
            key: command.arguments.first, for: wait)
    }

    /// The same for a command that names its timeout elsewhere (`XREAD BLOCK`), and does so already.
    /// - Parameter key: whose node of a cluster it waits at.
    public func blocking(
        whole command: RedisCommand, key: RedisArgument? = nil, for wait: Duration
    ) async throws -> RedisValue {
        guard let cluster else { return try await blocking(command, for: wait, at: supervisor) }
        let deadline = ContinuousClock.now + configuration.commandTimeout
        let node = try await cluster.following(key, until: deadline) { supervisor throws(RedisError) in supervisor }
        do {
            return try await blocking(command, for: wait, at: node)
        } catch let error as RedisError {
            // The next wait goes where the key is by then.
            cluster.suspect()
            throw error
        }
    }

    private func blocking(
        _ command: RedisCommand, for wait: Duration, at supervisor: Supervisor
    ) async throws -> RedisValue {
        let start = ContinuousClock.now
        let target = try await supervisor.link.target(until: start + configuration.commandTimeout)
        let blockingPool = supervisor.blocking
        let idle = blockingPool.takeIdle(for: target.server)
        let connection = idle ?? Connection(loop: supervisor.loop)
        guard blockingPool.begin(connection) else { throw RedisError.unavailable("the client is closed") }
        let nudge = wait < Self.longWait ? Task { try await self.nudge(target, after: wait) } : nil
        defer { nudge?.cancel() }
        let result = await withTaskCancellationHandler {
            await self.wait(command, wait, on: connection, isNew: idle == nil, target, by: supervisor.configuration)
        } onCancel: {
            connection.close(.unavailable("the wait was cancelled"))
        }
        let isReusable = if case .success(let reply) = result { reply.error == nil } else { false }
        blockingPool.end(connection, at: target.server, isReusable: isReusable && !Task.isCancelled)
        switch result {
        case .success(let reply):
            if let error = reply.error { throw error }
            return reply
        case .failure(let error):
            try Task.checkCancellation()
            throw error
        }
    }

    /// What is waited for longer may end as late as the server likes.
    private static let longWait = Duration.seconds(2)

    /// A server with nothing to do looks at the waits that are over ten times a second (`hz`), and one that is asked
    /// something looks at once: a short wait would end up to 100 ms late.
    private func nudge(_ target: Link.Target, after wait: Duration) async throws {
        // The server counts in whole milliseconds, from a little later.
        try await Task.sleep(for: wait + .milliseconds(2), tolerance: .zero)
        _ = try await target.connection.ask([RedisCommand("PING")], until: .now + configuration.commandTimeout)
    }

    private func wait(
        _ command: RedisCommand, _ wait: Duration, on connection: Connection, isNew: Bool, _ target: Link.Target,
        by place: RedisConfiguration
    ) async -> Result<RedisValue, RedisError> {
        do throws(RedisError) {
            if isNew {
                let deadline = ContinuousClock.now + configuration.connectTimeout
                try await connection.open(target.endpoint, tls: Supervisor.makeTLS(place), until: deadline)
                try await Handshake(configuration: place, endpoint: target.endpoint)
                    .join(connection, until: deadline)
            }
            let limit = ContinuousClock.now + wait + configuration.commandTimeout
            let replies = try await connection.ask([command], until: limit)
            guard let reply = replies.first else { throw .protocolViolation("no reply") }
            return .success(reply)
        } catch {
            return .failure(error)
        }
    }
}
