extension Connection {
    /// Sends commands of the client's own, to be answered by `deadline`.
    func ask(_ commands: [RedisCommand], until deadline: Instant) async throws(RedisError) -> [RedisValue] {
        try await send(CommandEncoder.encode(commands), count: commands.count, deadline: deadline, patience: deadline)
            .get()
    }
}
