/// A client of one Redis server, or of the master that sentinels name. It connects by itself, in the background, and again
/// whenever the connection is lost; commands of all callers share one pipelined connection.
///
/// No call waits longer than its limit. While there is no connection calls fail at once with `.unavailable`; only before
/// the very first attempt to connect has ended do they wait for it, within their limit. A server that stops answering
/// costs its callers one time-out, and then fails at once until it answers again.
public final class RedisClient: Sendable {
    public let configuration: RedisConfiguration
    let supervisor: Supervisor
    let blockingPool = BlockingPool()
    private let supervision: Task<Void, Never>

    public init(_ configuration: RedisConfiguration) {
        self.configuration = configuration
        let supervisor = Supervisor(configuration)
        self.supervisor = supervisor
        supervision = Task { await supervisor.run() }
    }

    deinit { close() }

    /// Ends the connections; what is under way fails, as does everything from then on.
    public func close() {
        let reason = RedisError.unavailable("the client is closed")
        supervision.cancel()
        blockingPool.close(reason)
        supervisor.close(reason)
    }

    /// Sends commands in one write and gives their replies in order; a reply may be an `.error`.
    /// - Parameter timeout: for everything together; the configuration's `commandTimeout` when nil.
    /// - Throws: `RedisError`; `isOutcomeUnknown` says whether the commands may have been carried out.
    public func send(_ commands: [RedisCommand], timeout: Duration? = nil) async throws(RedisError) -> [RedisValue] {
        guard !commands.isEmpty else { return [] }
        let limit = timeout ?? configuration.commandTimeout
        let start = ContinuousClock.now
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
    public func command(_ command: RedisCommand, timeout: Duration? = nil) async throws(RedisError) -> RedisValue {
        let replies = try await send([command], timeout: timeout)
        guard let reply = replies.first else { throw .protocolViolation("no reply") }
        if let error = reply.error { throw error }
        return reply
    }

    /// The present state, nil before the first attempt to connect has ended.
    public var status: RedisStatus? { supervisor.link.status }

    /// The present state and every change of it, until the client is closed. Each call makes a stream of its own; one that
    /// is not read keeps the latest 64.
    public func statusChanges() -> AsyncStream<RedisStatus> { supervisor.link.changes() }
}
