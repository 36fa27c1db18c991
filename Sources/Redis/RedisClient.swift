/// A client of one Redis server, of the master that sentinels name, or of a cluster. It connects by itself, in the background, and again
/// whenever the connection is lost; commands of all callers share one pipelined connection.
///
/// No call waits longer than its limit. While there is no connection calls fail at once with `.unavailable`; only before
/// the very first attempt to connect has ended do they wait for it, within their limit. A server that stops answering
/// costs its callers one time-out, and then fails at once until it answers again.
public final class RedisClient: Sendable {
    /// As it was made; `renew` changes where the server is and who we are there.
    public let configuration: RedisConfiguration
    /// Of the one server; a cluster's nodes have their own.
    let supervisor: Supervisor
    let cluster: Cluster?
    private let supervision: Task<Void, Never>

    public init(_ configuration: RedisConfiguration) {
        self.configuration = configuration
        let thread = ClientLoop()
        let supervisor = Supervisor(configuration, on: thread)
        self.supervisor = supervisor
        if case .cluster = configuration.server {
            let cluster = Cluster(configuration, on: thread)
            self.cluster = cluster
            supervision = Task { await cluster.run() }
        } else {
            cluster = nil
            supervision = Task { await supervisor.run() }
        }
    }

    deinit { close() }

    /// Takes over other credentials, or another server. New credentials are presented on the connection that there is; until
    /// the server accepts them the former ones stay in use, so that nothing fails, in whichever order both sides learn them.
    public func renew(_ configuration: RedisConfiguration) {
        if let cluster { cluster.renew(configuration) } else { supervisor.renew(configuration) }
    }

    /// Ends the connections; what is under way fails, as does everything from then on.
    public func close() {
        let reason = RedisError.unavailable("the client is closed")
        supervision.cancel()
        supervisor.close(reason)
        cluster?.close(reason)
    }

    /// Sends commands in one write and gives their replies in order; a reply may be an `.error`.
    /// - Parameters:
    ///   - key: whose node of a cluster they go to; nil is the first command's first argument, which is what most commands
    ///     take for their key.
    ///   - timeout: for everything together; the configuration's `commandTimeout` when nil.
    /// - Throws: `RedisError`; `isOutcomeUnknown` says whether the commands may have been carried out.
    public func send(
        _ commands: [RedisCommand], key: RedisArgument? = nil, timeout: Duration? = nil
    ) async throws(RedisError) -> [RedisValue] {
        guard !commands.isEmpty else { return [] }
        let limit = timeout ?? configuration.commandTimeout
        let start = ContinuousClock.now
        if let cluster {
            return try await cluster.send(
                commands, key: key ?? commands[0].arguments.first, deadline: start + limit,
                patience: start + max(limit, configuration.commandTimeout))
        }
        let bytes = CommandEncoder.encode(commands)
        let target = try await supervisor.link.target(until: start + limit)
        // A caller in a hurry says nothing about the server: the connection is judged by the common limit.
        let patience = max(limit, configuration.commandTimeout)
        return try await target.connection.send(
            bytes, count: commands.count, deadline: start + limit, patience: start + patience
        ).get()
    }

    /// Sends one command.
    /// - Throws: `RedisError`, of kind `server` when the reply is an error.
    @discardableResult
    public func command(
        _ command: RedisCommand, key: RedisArgument? = nil, timeout: Duration? = nil
    ) async throws(RedisError) -> RedisValue {
        let replies = try await send([command], key: key, timeout: timeout)
        guard let reply = replies.first else { throw .protocolViolation("no reply") }
        if let error = reply.error { throw error }
        return reply
    }

    /// Sends commands to every master of a cluster, or to the one server.
    /// - Returns: the replies of each.
    /// - Throws: the first failure.
    public func sendToAll(
        _ commands: [RedisCommand], timeout: Duration? = nil
    ) async throws(RedisError) -> [[RedisValue]] {
        guard let cluster else { return [try await send(commands, timeout: timeout)] }
        let deadline = ContinuousClock.now + (timeout ?? configuration.commandTimeout)
        var replies: [[RedisValue]] = []
        for supervisor in try await cluster.supervisors(until: deadline) {
            let target = try await supervisor.link.target(until: deadline)
            replies.append(try await target.connection.ask(commands, until: deadline))
        }
        return replies
    }

    /// The present state, nil before the first attempt to connect has ended. A cluster is up when all its masters are.
    public var status: RedisStatus? { cluster.map { $0.status(of: nil) } ?? supervisor.link.status }

    /// The state of the server that has a key.
    public func status(of key: RedisArgument) -> RedisStatus? {
        cluster.map { $0.status(of: key) } ?? supervisor.link.status
    }

    /// The present state and every change of it, until the client is closed. Each call makes a stream of its own; one that
    /// is not read keeps the latest 64. Of one server; a cluster is asked for its `status`.
    public func statusChanges() -> AsyncStream<RedisStatus> { supervisor.link.changes() }
}
