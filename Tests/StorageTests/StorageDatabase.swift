import Fleet
import Assembly
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Storage

/// A fresh database with every table, as processes use it and as its owner sees it.
struct StorageDatabase: Sendable {
    let url: String
    /// Runs as the dispatcher, set up as in every process.
    let database: Database
    /// Runs as the owner, whom no row-level security holds back.
    let owner: Database
    let store: PostgresJobStore

    static func with<Value: Sendable>(_ body: @Sendable (StorageDatabase) async throws -> Value) async throws -> Value {
        try await TestDatabases.shared.withDatabase(preparedBy: { _ = try await Migrations.apply(to: $0) }) { url in
            let owner = try Database(DatabaseConfiguration(url: url))
            let database = try Connections.database(url: Secret(url), name: "test", shared: 4)
            let fixture = StorageDatabase(
                url: url, database: database, owner: owner, store: PostgresJobStore(database: database))
            return try await owner.closed { try await database.closed { try await body(fixture) } }
        }
    }

    func count(_ query: Query) async throws -> Int {
        Int(try await owner.query(query).rows[0].decode(0, as: Int64.self))
    }

    func names(_ query: Query) async throws -> [String] {
        try await owner.query(query).rows.map { try $0.decode(0, as: String.self) }
    }

    /// What the conformance suite needs.
    var underTest: StoreUnderTest {
        StoreUnderTest(
            store: store,
            enqueue: { try await store.enqueue($0) },
            job: { try await store.job($0, for: .everybody) },
            effect: { effect(of: $0, isRefused: $1) },
            effects: { try await count("select count(*) from bench_effects where job_id = \($0.uuid)") },
            requestCancel: { id in
                try await owner.query("update jobs set cancel_requested_at = now() where id = \(id.uuid)")
            },
            makeDue: { id in
                try await owner.query("update jobs set run_at = now() - interval '1 second' where id = \(id.uuid)")
            },
            spoilToken: { id in
                try await owner.query("update flotilla.jobs set token = null where id = \(id.uuid)")
            },
            silence: { session in
                try await owner.query(
                    "update worker_sessions set beat_at = now() - interval '1 hour' where id = \(session)")
            },
            makeQuiet: { session in
                try await owner.query("update worker_sessions set quiet = true where id = \(session)")
            })
    }

    /// A row of `bench_effects`; a refused one violates its `not null`.
    private func effect(of id: JobID, isRefused: Bool) -> any Effect {
        let attempts: [Int32?] = isRefused ? [nil] : [1]
        return RowInsertion(into: "flotilla.bench_effects", [("job_id", [id.uuid]), ("attempt", attempts)])
    }
}
