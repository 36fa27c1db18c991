public import Foundation
public import Jobs
import Postgres

/// A page of the audit, and where the next one begins.
public struct AuditPage: Sendable {
    public let events: [AuditEvent]
    /// nil at the end. A page that holds less than was asked for may have one: then `ListBound.rows` rows were looked at.
    public let next: UUID?
}

extension PostgresJobStore {
    /// Newest first. A page looks at `ListBound.rows` rows at most, by the index of what is asked for.
    public func actions(
        _ filter: AuditEvent.Filter, before cursor: UUID?, limit: Int, for scope: JobScope
    ) async throws -> AuditPage {
        var tenant = filter.tenant
        var isOfAll = true
        if case .tenant(let own) = scope { (tenant, isOfAll) = (own, false) }
        var place: Query = "id < \(cursor ?? UUID.last)"
        // The first of these leads; what is looked at beside it is checked row by row. Row-level security makes a tenant's own
        // rows look few, so that these lead where it holds.
        if isOfAll, let type = filter.objectType, let id = filter.objectID {
            place = "\(place) and \(ListBound.only("object_type", type)) and \(ListBound.only("object_id", id))"
        } else if let actor = filter.actor {
            place = "\(place) and \(ListBound.only("actor_id", actor))"
        } else if let tenant {
            place = "\(place) and \(ListBound.only("tenant_id", tenant))"
        } else if let action = filter.action {
            place = "\(place) and \(ListBound.only("action", action))"
        }
        var conditions: Query = "true"
        if let tenant { conditions = "\(conditions) and tenant_id = \(tenant)" }
        if let actor = filter.actor { conditions = "\(conditions) and actor_id = \(actor)" }
        if let action = filter.action { conditions = "\(conditions) and action = \(action)" }
        if let type = filter.objectType { conditions = "\(conditions) and object_type = \(type)" }
        if let id = filter.objectID { conditions = "\(conditions) and object_id = \(id)" }
        let walk: Query = "from flotilla.audit_events where \(place) order by id desc"
        let answers = try await read(
            [
                ListBound.page(
                    of: """
                        select id, at, tenant_id, actor_id, actor, action, object_type, object_id, before, after, request_id
                        from (select * \(walk) \(ListBound.limit)) event where \(conditions) order by id desc
                        """,
                    size: "coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0)",
                    order: "id desc", limit: limit),
                "select id \(walk) \(ListBound.edge)",
            ], for: scope)
        let events = try answers[0].map { try AuditEvent(row: $0) }
        if try ListBound.hasNext(answers[0]) { return AuditPage(events: events, next: events.last?.id) }
        return AuditPage(events: events, next: try answers[1].first?.decode(0, as: UUID.self))
    }

    /// Keeps that the one who acts did something that changes no row.
    public func note(
        _ action: String, to objectType: String, _ id: UUID, of tenant: UUID?, after: [UInt8]? = nil
    ) async throws {
        _ = try await database.query(
            """
            select flotilla.note_action(\(action), \(objectType), \(id.uuidString.lowercased()), \(tenant), null,
                \(after.map { JSONText($0) }))
            """)
    }

    /// Forgets what was done longer ago, the oldest first.
    /// - Returns: how many rows; as many as `limit` when there may be more.
    public func forgetActions(olderThan age: Duration, limit: Int = 5000) async throws -> Int {
        try await database.query(
            """
            with old as materialized (
                select id from flotilla.audit_events
                where id < flotilla.uuid_floor(now() - \(age.milliseconds) * interval '1 millisecond')
                order by id limit \(Int64(limit))
            )
            delete from flotilla.audit_events gone using old where gone.id = old.id returning 1
            """
        ).rows.count
    }
}
