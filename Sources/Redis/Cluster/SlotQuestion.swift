/// Asks a node of a cluster for its map.
struct SlotQuestion {
    private static let command = RedisCommand("CLUSTER", "SLOTS")

    private let configuration: RedisConfiguration
    private let thread: ClientLoop

    init(_ configuration: RedisConfiguration, on thread: ClientLoop) {
        self.configuration = configuration
        self.thread = thread
    }

    /// On the connection that there is.
    func ask(_ supervisor: Supervisor) async throws(RedisError) -> SlotMap {
        let deadline = ContinuousClock.now + configuration.commandTimeout
        let target = try await supervisor.link.target(until: deadline)
        let replies = try await target.connection.ask([Self.command], until: deadline)
        return try Self.map(replies[0], from: target.endpoint)
    }

    /// On a connection for this alone: for nodes that are asked nothing else.
    func ask(_ endpoint: RedisEndpoint) async throws(RedisError) -> SlotMap {
        let connection = Connection(loop: thread.loop)
        defer { connection.close(.unavailable("done")) }
        let deadline = ContinuousClock.now + configuration.connectTimeout
        try await connection.open(endpoint, tls: Supervisor.makeTLS(configuration), until: deadline)
        let preamble = Handshake.preamble(configuration.credentials, clientName: configuration.clientName)
        let replies = try await connection.ask(preamble + [RedisCommand("PING"), Self.command], until: deadline)
        try Handshake.checkPreamble(replies.prefix(preamble.count), until: replies[preamble.count])
        return try Self.map(replies[preamble.count + 1], from: endpoint)
    }

    private static func map(_ answer: RedisValue, from asked: RedisEndpoint) throws(RedisError) -> SlotMap {
        if case .error(let code, let message) = answer {
            if message.contains("cluster support disabled") {
                throw .configuration(
                    "Redis is no cluster: write redis:// or rediss:// with one host", detail: "\(asked): \(message)")
            }
            throw .server(code: code, message: message)
        }
        guard let map = SlotMap(answer, from: asked) else { throw .protocolViolation("an answer to CLUSTER SLOTS") }
        if map.masters.isEmpty { throw .unavailable("the cluster has no slots yet", .clusterDown) }
        return map
    }
}
