public import Foundation
import Postgres

/// The answer to a request with an `Idempotency-Key`, to be given again when the request is repeated.
public struct IdempotencyRecord: Sendable {
    /// Which request: a key means something to one caller of one tenant, for one method and path.
    public struct Key: Sendable {
        public let tenant: UUID
        public let caller: UUID
        public let method: String
        public let path: String
        public let key: String
        /// SHA-256 of the body.
        public let digest: [UInt8]

        public init(tenant: UUID, caller: UUID, method: String, path: String, key: String, digest: [UInt8]) {
            self.tenant = tenant
            self.caller = caller
            self.method = method
            self.path = path
            self.key = key
            self.digest = digest
        }
    }

    static let constraint = "idempotency_keys_pkey"

    public let key: Key
    public let status: Int
    public let location: String?
    public let body: [UInt8]

    public init(key: Key, status: Int, location: String?, body: [UInt8]) {
        self.key = key
        self.status = status
        self.location = location
        self.body = body
    }

    var insertion: Query {
        """
        insert into flotilla.idempotency_keys (tenant, caller, method, path, key, body_sha256, status, location, body)
        values (\(key.tenant), \(key.caller), \(key.method), \(key.path), \(key.key), \(key.digest), \(Int16(status)),
            \(location as String?), \(body))
        """
    }
}

/// The key was used before; the first answer can be read.
public struct AnsweredAlready: Error {}

extension PostgresJobStore {
    /// The answer kept under a key; its `digest` is that of the first request's body.
    public func answer(to key: IdempotencyRecord.Key) async throws -> IdempotencyRecord? {
        let rows = try await database.query(
            """
            select body_sha256, status, location, body from flotilla.idempotency_keys
            where caller = \(key.caller) and method = \(key.method) and path = \(key.path) and key = \(key.key)
                and tenant in (\(key.tenant), \(UUID.zero))
            order by tenant desc limit 1
            """
        ).rows
        return try rows.first.map { row in
            IdempotencyRecord(
                key: IdempotencyRecord.Key(
                    tenant: key.tenant, caller: key.caller, method: key.method, path: key.path, key: key.key,
                    digest: try row.decode("body_sha256", as: [UInt8].self)),
                status: Int(try row.decode("status", as: Int16.self)),
                location: try row.decode("location", as: String?.self),
                body: try row.decode("body", as: [UInt8].self))
        }
    }

    /// Corrects what was kept, when the outcome was not the expected one.
    public func correct(_ answer: IdempotencyRecord) async throws {
        let key = answer.key
        _ = try await database.query(
            """
            update flotilla.idempotency_keys
            set status = \(Int16(answer.status)), location = \(answer.location as String?), body = \(answer.body)
            where caller = \(key.caller) and method = \(key.method) and path = \(key.path) and key = \(key.key)
                and tenant = \(key.tenant)
            """)
    }
}
