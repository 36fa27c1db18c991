import FleetTestSupport
import Foundation
import Postgres
import PostgresTestSupport
import Redis
import RedisTestSupport
import Testing

/// What a fleet of an earlier version left in its servers when it was killed: `jobs.sql`, a dump of the whole database
/// but its users, and `redis.json`, every key of the dispatcher.
struct Fixture: Sendable, CustomTestStringConvertible {
    let folder: URL

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// One for each version of which there is one.
    static var all: [Fixture] {
        get throws {
            try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: [.isDirectoryKey])
                .filter { FileManager.default.fileExists(atPath: $0.appending(path: "jobs.sql").path) }
                .sorted { $0.path < $1.path }.map { Fixture(folder: $0) }
        }
    }

    var testDescription: String { folder.lastPathComponent }

    // MARK: Loading

    func load(_ postgres: PostgresServer) async throws {
        let sql = try String(contentsOf: folder.appending(path: "jobs.sql"), encoding: .utf8)
        let database = try Database(DatabaseConfiguration(url: postgres.url()))
        do {
            try await database.withConnection { connection in
                // Roles belong to the server, and are in no dump.
                for role in Set(sql.matches(of: #/ TO (flotilla_\w+)/#).map { String($0.output.1) }).sorted() {
                    try await connection.script("create role \(role) nologin")
                }
                try await connection.script(sql, deadline: .seconds(60))
                try await connection.script(Self.toNow)
            }
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    /// As if the fleet had been killed at this moment: what was to come comes as long after it.
    private static let toNow = """
        set search_path = flotilla;
        with gap as (select now() - max(beat_at) as gap from worker_sessions)
        update jobs set run_at = run_at + gap, started_at = started_at + gap from gap
            where status not in ('succeeded', 'failed', 'cancelled');
        with gap as (select now() - max(beat_at) as gap from worker_sessions)
        update due set run_at = run_at + gap from gap;
        with gap as (select now() - max(beat_at) as gap from worker_sessions)
        update worker_sessions set beat_at = beat_at + gap from gap;
        """

    func load(_ redis: RedisTestServer) async throws {
        let text = try Data(contentsOf: folder.appending(path: "redis.json"))
        let dump = try JSONDecoder().decode(RedisDump.self, from: text)
        let client = RedisClient(try RedisConfiguration(url: redis.url))
        defer { client.close() }
        try await dump.load(into: client)
    }
}
