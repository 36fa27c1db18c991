import Assembly
import Fleet
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Storage

@testable import Generations

/// A fresh database with every table, and a school in it.
struct GenerationsDatabase: Sendable {
    /// Runs as the owner, whom no row-level security holds back.
    let owner: Database
    let store: GenerationStore
    let tenant = UUID()

    /// - Parameter databases: the server on which it is made.
    static func with<Value: Sendable>(
        on databases: TestDatabases = .shared, _ body: @Sendable (GenerationsDatabase) async throws -> Value
    ) async throws -> Value {
        try await databases.withDatabase(preparedBy: { _ = try await Migrations.apply(to: $0) }) { url in
            let owner = try Database(DatabaseConfiguration(url: url))
            let database = try Connections.database(url: Secret(url), name: "test", shared: 2)
            let domains = try Connections.domains(url: Secret(url), name: "test")
            let store = GenerationStore(database: domains, jobs: PostgresJobStore(database: database))
            return try await owner.closed {
                try await database.closed {
                    try await domains.closed { try await body(GenerationsDatabase(owner: owner, store: store)) }
                }
            }
        }
    }

    func count(_ query: Query) async throws -> Int {
        Int(try await owner.query(query).rows[0].decode(0, as: Int64.self))
    }

    /// A document that is prepared, a chunk a vector.
    /// - Returns: its id.
    func document(_ vectors: [[Float]], model: String = "m", tenant: UUID? = nil, id: UUID = UUID()) async throws
        -> UUID
    {
        let tenant = tenant ?? self.tenant
        let sums = vectors.map { [UInt8]("\($0)".utf8) }
        _ = try await owner.query(
            """
            insert into flotilla.documents (id, tenant, title, content_type, sha256, bytes, status, job_id)
            values (\(id), \(tenant), 't', 'text/plain', '', 100, 'ready', \(id))
            """)
        _ = try await owner.query(
            """
            insert into flotilla.document_chunks (document_id, number, tenant, text, sha256)
            select \(id), place, \(tenant), 'text', sum
            from unnest(\(sums)) with ordinality given (sum, place)
            """)
        try await store.keep(Array(zip(sums, vectors)), model: model, tenant: tenant)
        return id
    }

    /// A UUIDv7 of that time.
    static func identity(daysAgo days: Double) throws -> UUID {
        let milliseconds = Int((Date.now.timeIntervalSince1970 - days * 86_400) * 1000)
        let digits = String(milliseconds, radix: 16)
        let time = String(repeating: "0", count: 12 - digits.count) + digits
        let tail = UUID().uuidString.dropFirst(15)
        guard let id = UUID(uuidString: "\(time.prefix(8))-\(time.suffix(4))-7\(tail)") else {
            throw CocoaError(.formatting)
        }
        return id
    }
}
