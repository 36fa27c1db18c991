import Foundation
import PostgresTestSupport
import Testing

@testable import Postgres

/// A login whose password changes while the pool serves.
@Suite("Another URL while the pool serves", .timeLimit(.minutes(2)))
struct RenewalTests {
    private struct Place: Sendable {
        let server: PostgresServer
        let owner: Database

        func url(_ password: String) -> String {
            server.url().replacing("postgres@", with: "app:\(password)@")
        }

        func set(_ password: String) async throws {
            try await owner.query("alter role app password \(unescaped: "'\(password)'")")
        }
    }

    private func withPlace(_ body: @Sendable (Place, Database) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "hba-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("host all postgres all trust\nhost all app all scram-sha-256\nlocal all all trust\n".utf8).write(
            to: file)
        let server = try await PostgresServer(settings: ["hba_file": "'\(file.path)'"])
        try await withDatabase(DatabaseConfiguration(url: server.url())) { owner in
            try await owner.query("create role app login password 'one'")
            let place = Place(server: server, owner: owner)
            var configuration = DatabaseConfiguration(url: place.url("one"))
            configuration.sharedConnections = 2
            try await withDatabase(configuration) { try await body(place, $0) }
        }
    }

    private func pid(_ database: Database) async throws -> Int { try await database.value("select pg_backend_pid()") }

    @Test("a new password: later connections use it, and those that there are end with what is under way on them")
    func renewed() async throws {
        try await withPlace { place, database in
            let before = try await pid(database)
            try await place.set("two")
            try database.renew(url: place.url("two"))
            // Calls never fail meanwhile.
            var now = before
            let limit = ContinuousClock.now + .seconds(20)
            while now == before, ContinuousClock.now < limit { now = try await pid(database) }
            #expect(now != before)
            try await eventually(place.owner, "select not exists (select from pg_stat_activity where pid = \(before))")
            let held = try await database.withConnection { try await $0.query("select 1").rows.count }
            #expect(held == 1)
        }
    }

    @Test("a password that the server learns later changes nothing until then, even when connections get lost")
    func early() async throws {
        try await withPlace { place, database in
            let before = try await pid(database)
            try database.renew(url: place.url("two"))
            for _ in 0..<50 { #expect(try await pid(database) == before) }
            // The connection is cut: the former password still opens another one.
            try await place.owner.query("select pg_terminate_backend(\(before)::int4, 10000)")
            var between: Int?
            let limit = ContinuousClock.now + .seconds(20)
            while between == nil, ContinuousClock.now < limit { between = try? await pid(database) }
            let second = try #require(between)
            #expect(database.failure == nil)
            try await place.set("two")
            var last = second
            while last == second, ContinuousClock.now < limit { last = try await pid(database) }
            #expect(last != second)
        }
    }

    @Test("what is no URL is refused, and changes nothing")
    func invalid() async throws {
        try await withPlace { _, database in
            #expect(throws: PostgresError.self) { try database.renew(url: "postgresql://a:b@[") }
            let one: Int = try await database.value("select 1")
            #expect(one == 1)
        }
    }
}
