extension RedisClient {
    /// Runs a script by its digest, and hands the server its text only when the server does not know it: the first time,
    /// after a restart, after `SCRIPT FLUSH`. Any number of callers may do so at once.
    /// - Parameter arguments: `ARGV`; `keys` are `KEYS`.
    /// - Throws: `RedisError`, of kind `server` when the script ends with an error.
    @discardableResult
    public func evaluate(
        _ script: RedisScript, keys: [RedisArgument] = [], arguments: [RedisArgument] = [], timeout: Duration? = nil
    ) async throws(RedisError) -> RedisValue {
        let limit = timeout ?? configuration.commandTimeout
        let start = ContinuousClock.now
        let evaluation = RedisCommand(
            "EVALSHA", arguments: [.text(script.sha1), .init(keys.count)] + keys + arguments)
        do throws(RedisError) {
            return try await command(evaluation, key: keys.first, timeout: limit)
        } catch {
            // Nothing was carried out.
            guard error.kind == .server(code: "NOSCRIPT") else { throw error }
        }
        let load = RedisCommand("SCRIPT", "LOAD", .text(script.source))
        let replies = try await send([load, evaluation], key: keys.first, timeout: limit - start.duration(to: .now))
        for reply in replies {
            if let error = reply.error { throw error }
        }
        return replies[1]
    }
}
