import Postgres

/// Runs `body` with a client of a fresh database, and closes both afterwards.
public func withTestDatabase<Value: Sendable>(
    _ configure: Configure = .asIs,
    _ body: @Sendable (Database) async throws -> Value
) async throws -> Value {
    try await TestDatabases.shared.withDatabase { url in
        var configuration = DatabaseConfiguration(url: url)
        configure.change(&configuration)
        return try await withDatabase(configuration, body)
    }
}

/// Runs `body` with a client, and closes it afterwards.
public func withDatabase<Value: Sendable>(
    _ configuration: DatabaseConfiguration, _ body: @Sendable (Database) async throws -> Value
) async throws -> Value {
    let database = try Database(configuration)
    return try await database.closed { try await body(database) }
}

/// What is closed after use.
public protocol Closable: Sendable {
    func close(grace: Duration) async
}

extension Database: Closable {}

extension TenantDatabase: Closable {}

extension Closable {
    /// Runs `body`, and closes the client when that has ended, however it did.
    public func closed<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation, after body: () async throws -> Value
    ) async throws -> Value {
        let result: Result<Value, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        await close(grace: .zero)
        return try result.get()
    }
}
