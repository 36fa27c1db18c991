public import Foundation
import Postgres

/// What an operator or a user did to something.
public struct AuditEvent: Sendable {
    public let id: UUID
    public let at: Date
    /// Whose the object is; nil: the fleet's own.
    public let tenant: UUID?
    public let actorID: UUID?
    public let actor: String
    public let action: String
    public let objectType: String
    public let objectID: String
    /// JSON; nil where there was nothing, or is nothing now.
    public let before: [UInt8]?
    public let after: [UInt8]?
    public let requestID: String?

    /// Which events a list shows.
    public struct Filter: Sendable, Hashable {
        public var actor: UUID?
        public var action: String?
        public var objectType: String?
        public var objectID: String?
        public var tenant: UUID?

        public init() {}
    }
}

extension AuditEvent {
    /// Keeps what a statement does to jobs, as `note_action` does for one; nothing without one who acts.
    /// - Parameter rows: a part of the statement with `target.id` and `target.tenant`.
    static func insertion(of action: String, from rows: Query, before: Query, after: Query) -> Query {
        """
        insert into flotilla.audit_events
            (tenant_id, actor_id, actor, action, object_type, object_id, before, after, request_id)
        select target.tenant, (operator ->> 'id')::uuid, operator ->> 'name', \(action), 'job', target.id::text,
            jsonb_build_object('status', \(before)), jsonb_build_object('status', \(after)), operator ->> 'request'
        from \(rows) cross join (
            select nullif(current_setting('flotilla.operator', true), '')::jsonb as operator
        ) acting
        where operator is not null
        """
    }

    init(row: Row) throws {
        self.init(
            id: try row.decode("id"), at: try row.decode("at"), tenant: try row.decode("tenant_id"),
            actorID: try row.decode("actor_id"), actor: try row.decode("actor"), action: try row.decode("action"),
            objectType: try row.decode("object_type"), objectID: try row.decode("object_id"),
            before: try row.decode("before", as: JSONText?.self)?.bytes,
            after: try row.decode("after", as: JSONText?.self)?.bytes, requestID: try row.decode("request_id"))
    }
}
