import Foundation
import Postgres

/// A server that tests share, and a fresh database on it for each of them.
public actor TestDatabases {
    /// Its server is started with the first test that needs it.
    public static let shared = TestDatabases()

    private let installation: PostgresInstallation?
    private var server: Task<PostgresServer, any Error>?
    /// By the place in the tests that prepares it: closures cannot be compared.
    private var templates: [String: Task<String, any Error>] = [:]
    private var lastNumber = 0

    /// - Parameter installation: nil: the machine's PostgreSQL.
    public init(installation: PostgresInstallation? = nil) { self.installation = installation }

    /// Runs `body` with the URL of a database that is dropped afterwards.
    /// - Parameter prepare: makes what the database has at first. It runs once in a process for each place that calls, and
    ///   every database is a copy of what it made: hundreds of migrations side by side would outgrow the server's table
    ///   of locks. Nil for an empty database.
    public func withDatabase<Value: Sendable>(
        preparedBy prepare: (@Sendable (_ url: String) async throws -> Void)? = nil, file: String = #fileID,
        line: Int = #line, _ body: @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        let url = try await superuserURL()
        let name = nextName()
        if let prepare {
            try await administer(
                url, "create database \(name) template \(try await prepared(by: prepare, at: "\(file):\(line)", url))")
            // For the statements of tests; the connections of the product have a search path of their own.
            try await administer(url, "alter database \(name) set search_path = public, flotilla")
        } else {
            try await administer(url, "create database \(name)")
        }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(Self.url(url, database: name)))
        } catch {
            result = .failure(error)
        }
        try await administer(url, "drop database \(name) with (force)")
        return try result.get()
    }

    private func nextName() -> String {
        lastNumber += 1
        return "test_\(ProcessInfo.processInfo.processIdentifier)_\(lastNumber)"
    }

    /// - Returns: the name of the database that is copied.
    private func prepared(
        by prepare: @escaping @Sendable (_ url: String) async throws -> Void, at place: String, _ url: String
    ) async throws -> String {
        let name = nextName()
        let making =
            templates[place]
            ?? Task {
                try await administer(url, "create database \(name)")
                try await prepare(Self.url(url, database: name))
                return name
            }
        templates[place] = making
        return try await making.value
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
        // Kept for the life of the process, whose end stops it.
        let starting =
            server
            ?? Task { [installation] in
                // Templates are of the machine's version.
                try await PostgresServer(from: installation == nil ? .empty : nil, installation: installation)
            }
        server = starting
        return try await starting.value.url()
    }

    private static func url(_ url: String, database: String) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        parts.path = "/" + database
        return parts.string ?? url
    }
}
