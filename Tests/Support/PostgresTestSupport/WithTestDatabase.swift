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
    do {
        let value = try await body(database)
        await database.close(grace: .zero)
        return value
    } catch {
        await database.close(grace: .zero)
        throw error
    }
}
