extension APIContext {
    /// What the dispatcher says; nil when it takes longer than an answer may wait for it, or fails.
    func fromDispatcher<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { try? await body() }
            group.addTask {
                try? await Task.sleep(for: Self.redisLimit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
