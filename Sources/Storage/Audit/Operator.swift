public import Foundation
import Postgres

/// Who acts: named in every transaction of what they do, so that the audit keeps it (`Functions/audit.sql`).
public struct Operator: Sendable, Codable {
    /// Of the user; nil for who uses the admin command.
    public let id: UUID?
    /// The role by which it is done, or `flotilla NAME`.
    public let name: String
    /// By which the log has the request.
    public let request: String?

    public init(id: UUID? = nil, name: String, request: String? = nil) {
        self.id = id
        self.name = name
        self.request = request
    }

    /// Everything that the body does to what is audited is this one's doing.
    public func acting<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        let json = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        return try await TransactionSettings.with("flotilla.operator", json, isolation: isolation, body)
    }
}
