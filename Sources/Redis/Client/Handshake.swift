/// What is said on a new connection before anybody else may use it.
struct Handshake {
    let configuration: RedisConfiguration
    let endpoint: RedisEndpoint

    /// Presents the credentials, picks the database and makes sure that the server answers; asks who it is.
    /// - Throws: kind `configuration` when the server refuses credentials or database.
    func introduce(_ connection: Connection, until deadline: ContinuousClock.Instant) async throws(RedisError)
        -> RedisServer
    {
        let preamble = Self.preamble(configuration.credentials, clientName: configuration.clientName)
        let questions = [
            RedisCommand("SELECT", .init(configuration.database)),
            RedisCommand("PING"),
            RedisCommand("ROLE"),
            RedisCommand("INFO", "server"),
            RedisCommand("INFO", "memory"),
            RedisCommand("CONFIG", "GET", "maxmemory-policy"),
        ]
        let replies = try await connection.ask(preamble + questions, until: deadline)
        try Self.checkPreamble(replies.prefix(preamble.count), until: replies[preamble.count + 1])
        let answers = Array(replies.dropFirst(preamble.count))
        if configuration.database != 0, let error = answers[0].error {
            throw .configuration(
                "Redis has no database \(configuration.database) here", detail: error.detail, .databaseMissing)
        }
        if case .sentinels = configuration.server, answers[2].array?.first?.utf8 != "master" {
            throw .unavailable("\(endpoint) is no master", .masterUnknown)
        }
        let server = Self.fields(of: answers[3])
        let policy = Self.fields(of: answers[4])["maxmemory_policy"] ?? answers[5].array?.last?.utf8
        return RedisServer(
            address: endpoint.description, runID: server["run_id"], version: server["redis_version"],
            maxmemoryPolicy: policy)
    }

    /// The same for a connection to a server already known.
    func join(_ connection: Connection, until deadline: ContinuousClock.Instant) async throws(RedisError) {
        let preamble = Self.preamble(configuration.credentials, clientName: configuration.clientName)
        let questions = [RedisCommand("SELECT", .init(configuration.database)), RedisCommand("PING")]
        let replies = try await connection.ask(preamble + questions, until: deadline)
        try Self.checkPreamble(replies.prefix(preamble.count), until: replies[preamble.count + 1])
    }

    static func preamble(_ credentials: RedisConfiguration.Credentials?, clientName: String?) -> [RedisCommand] {
        var commands: [RedisCommand] = []
        if let credentials {
            let user = credentials.user.map { [RedisArgument.text($0)] } ?? []
            commands.append(RedisCommand("AUTH", arguments: user + [.text(credentials.password)]))
        }
        if let clientName { commands.append(RedisCommand("CLIENT", "SETNAME", .text(clientName))) }
        return commands
    }

    /// - Parameter ping: the answer to a `PING` after the preamble.
    static func checkPreamble(_ replies: ArraySlice<RedisValue>, until ping: RedisValue) throws(RedisError) {
        for case .error(let code, let message) in replies {
            if code == "WRONGPASS" || message.contains("AUTH") || message.contains("invalid password") {
                let cause = RedisError.Cause(code: code, message: message)
                throw .configuration(
                    cause == .passwordUnexpected
                        ? "Redis wants no password: leave it out of the URL, or set requirepass at the server"
                        : "Redis refused the user or the password",
                    detail: "\(code) \(message)", cause == .passwordUnexpected ? cause : .passwordWrong)
            }
        }
        guard case .error(let code, let message) = ping else { return }
        switch code {
        case "NOAUTH":
            throw .configuration(
                "Redis asks for a password: write redis://user:password@host", detail: message, .passwordMissing)
        // A user that may not PING is a user, and a server without that command is a server.
        case "NOPERM", "ERR": return
        default: throw .unavailable("\(code) \(message)", RedisError.Cause(code: code, message: message))
        }
    }

    /// The lines `name:value` of an answer to `INFO`; empty when it was refused.
    private static func fields(of info: RedisValue) -> [String: String] {
        var fields: [String: String] = [:]
        for line in (info.utf8 ?? "").split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
        }
        return fields
    }
}
