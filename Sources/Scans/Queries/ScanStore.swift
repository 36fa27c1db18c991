import Foundation
import Jobs
public import Postgres
public import Storage

/// Scans and what they found, in PostgreSQL. Every statement runs under the rights of the tenant it serves.
public struct ScanStore: Sendable {
    let database: TenantDatabase
    /// Accepts and cancels the jobs of scans.
    let jobs: PostgresJobStore

    public init(database: TenantDatabase, jobs: PostgresJobStore) {
        self.database = database
        self.jobs = jobs
    }

    /// Accepts a scan with its jobs, in one transaction.
    /// - Parameter answer: kept under the caller's idempotency key.
    public func create(_ scan: NewScan, recording answer: IdempotencyRecord? = nil) async throws {
        _ = try await jobs.enqueue(
            scan.runs.map(\.job), with: scan.statements, of: scan.tenant, recording: answer)
    }

    func query(_ query: Query, of tenant: UUID) async throws -> Rows {
        try await database.query(query, of: tenant)
    }

    /// In one round trip and one transaction.
    func queries(_ queries: [Query], of tenant: UUID) async throws -> [Rows] {
        try await database.queries(queries, of: tenant)
    }
}

extension JSONText {
    /// What the program itself wrote.
    func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
