/// Settings that hold for every transaction which a task makes, whichever store makes it: what triggers and functions should
/// know of its maker.
public enum TransactionSettings {
    @TaskLocal static var entry: Query?

    /// - Parameters:
    ///   - name: such as `flotilla.operator`; it has a dot.
    ///   - body: does what is done with it, in this task and in tasks that it makes.
    public static func with<Value>(
        _ name: String, _ value: String, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Value
    ) async rethrows -> Value {
        try await $entry.withValue(
            "select set_config(\(name), \(value), true)", operation: body, isolation: isolation)
    }

    /// Runs a unit after the settings, in the same round trip and transaction.
    static func around(
        _ queries: [Query], _ run: ([Query]) async throws -> [ResultSet]
    ) async throws -> [ResultSet] {
        // What begins or ends a transaction stands alone.
        guard let entry, queries.allSatisfy({ $0.unshareable == nil }) else { return try await run(queries) }
        return Array(try await run([entry] + queries).dropFirst())
    }
}
