import Foundation
import Jobs
public import Postgres
public import Storage

/// Scans and what they found, in PostgreSQL. Every statement runs under the rights of the tenant it serves.
public struct ScanStore: Sendable {
    let database: Database
    let jobs: PostgresJobStore

    public init(database: Database) {
        self.database = database
        jobs = PostgresJobStore(database: database)
    }

    /// Accepts a scan with its jobs, in one transaction.
    /// - Parameter answer: kept under the caller's idempotency key.
    public func create(_ scan: NewScan, recording answer: RecordedAnswer? = nil) async throws {
        _ = try await jobs.enqueue(
            scan.runs.map(\.job), with: scan.statements, of: scan.tenant, recording: answer)
    }

    func query(_ query: Query, of tenant: UUID) async throws -> Rows {
        try await queries([query], of: tenant)[0]
    }

    /// In one round trip and one transaction.
    func queries(_ queries: [Query], of tenant: UUID) async throws -> [Rows] {
        let answers = try await database.execute([.enter(tenant: tenant)] + queries).dropFirst().map(\.rows)
        guard answers.count == queries.count else { throw MissingAnswer() }
        return answers
    }
}

/// The database answered fewer statements than it was sent.
struct MissingAnswer: Error {}

extension JSONText {
    /// What the program itself wrote.
    func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
