import Foundation
import Postgres

/// The server that tests share, and a fresh database on it for each of them.
public actor TestDatabases {
    /// A superuser's URL of a server that is already there: `FLOTILLA_TEST_DATABASE_URL`; otherwise a private one is
    /// started with the first test that needs it.
    public static let shared = TestDatabases()

    private var server: Task<PostgresServer, any Error>?
    private var lastNumber = 0

    /// Runs `body` with the URL of an empty database that is dropped afterwards.
    public func withDatabase<Value: Sendable>(
        _ body: @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        let url = try await superuserURL()
        lastNumber += 1
        let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(lastNumber)"
        try await administer(url, "create database \(name)")
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(Self.url(url, database: name)))
        } catch {
            result = .failure(error)
        }
        try await administer(url, "drop database \(name) with (force)")
        return try result.get()
    }

    private func administer(_ url: String, _ statement: String) async throws {
        let database = try Database(DatabaseConfiguration(url: url))
        do {
            try await database.withConnection { try await $0.script(statement) }
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    private func superuserURL() async throws -> String {
        if let url = ProcessInfo.processInfo.environment["FLOTILLA_TEST_DATABASE_URL"], !url.isEmpty { return url }
        // Kept for the life of the process, whose end stops it.
        let starting = server ?? Task { try await PostgresServer() }
        server = starting
        return try await starting.value.url()
    }

    private static func url(_ url: String, database: String) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        parts.path = "/" + database
        return parts.string ?? url
    }
}
