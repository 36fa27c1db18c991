import Channels
public import Foundation
public import Jobs
import Postgres
public import Storage

/// What is changed of an endpoint; nil stays as it is.
public struct WebhookEndpointChange: Sendable {
    public var url: String?
    public var events: [String]?
    /// The inner nil: taken away.
    public var description: String??

    public init() {}
}

extension NotificationStore {
    /// For how long the secret of before a rotation signs beside the new one.
    static let rotation: TimeInterval = 24 * 3600
    /// Of one tenant.
    public static let mostEndpoints = 100

    private static let endpointColumns: Query = """
        id, tenant, url, events, description, disabled_at, disabled_reason, failing_since, created_at, secret,
            case when previous_secret_until > now() then previous_secret end as previous_secret
        """

    /// In the order in which they were made.
    public func endpoints(of tenant: UUID, after cursor: UUID?, limit: Int) async throws -> [WebhookEndpoint] {
        let beyond: Query = cursor.map { "id > \($0)" } ?? "true"
        return try await database.query(
            """
            select \(Self.endpointColumns) from flotilla.webhook_endpoints where tenant = \(tenant) and \(beyond)
            order by id limit \(Int64(limit))
            """, of: tenant
        ).map { try WebhookEndpoint($0) }
    }

    public func endpoint(_ id: UUID, of tenant: UUID) async throws -> WebhookEndpoint? {
        try await database.query(
            "select \(Self.endpointColumns) from flotilla.webhook_endpoints where id = \(id) and tenant = \(tenant)",
            of: tenant
        ).first.map { try WebhookEndpoint($0) }
    }

    /// Repeated with the same id, it changes nothing.
    /// - Parameter answer: kept under the caller's idempotency key.
    /// - Returns: false when the tenant has as many as it may.
    public func create(_ endpoint: WebhookEndpoint, recording answer: IdempotencyRecord?) async throws -> Bool {
        let tenant = endpoint.tenant
        let statement: Query = """
            insert into flotilla.webhook_endpoints (id, tenant, url, events, description, secret)
            select \(endpoint.id), \(tenant), \(endpoint.url), \(endpoint.events), \(endpoint.description),
                \(endpoint.secrets.first ?? "")
            where (select count(*) from flotilla.webhook_endpoints where tenant = \(tenant) and id <> \(endpoint.id))
                < \(Int64(Self.mostEndpoints))
            on conflict (id) do update set id = excluded.id returning id
            """
        return try await jobs.recording([statement], of: tenant) { answers in
            let isThere = answers.last?.isEmpty == false
            return (isThere, isThere ? answer : nil)
        }
    }

    public func change(
        _ id: UUID, of tenant: UUID, _ change: WebhookEndpointChange
    ) async throws -> WebhookEndpoint? {
        var assignments: Query = "id = id"
        if let url = change.url { assignments = "\(assignments), url = \(url)" }
        if let events = change.events { assignments = "\(assignments), events = \(events)" }
        if let description = change.description { assignments = "\(assignments), description = \(description)" }
        return try await update(id, of: tenant, assignments, recording: { _ in nil })
    }

    /// A new secret; the one before signs beside it for a day.
    /// - Parameter answer: kept under the caller's idempotency key.
    public func rotate(
        _ id: UUID, of tenant: UUID, to secret: String,
        recording answer: (WebhookEndpoint) throws -> IdempotencyRecord?
    ) async throws -> WebhookEndpoint? {
        try await update(
            id, of: tenant,
            """
            previous_secret = secret, previous_secret_until = now() + \(Self.rotation) * interval '1 second',
            secret = \(secret)
            """, recording: answer)
    }

    /// An endpoint that was disabled gets messages again.
    /// - Parameter answer: kept under the caller's idempotency key.
    public func enable(
        _ id: UUID, of tenant: UUID, recording answer: (WebhookEndpoint) throws -> IdempotencyRecord? = { _ in nil }
    ) async throws -> WebhookEndpoint? {
        let destination = "\(Channel.webhook.rawValue) \(id.uuidString.lowercased())"
        return try await update(
            id, of: tenant, "disabled_at = null, disabled_reason = null, failing_since = null",
            before: "delete from flotilla.delivery_circuits where tenant = \(tenant) and destination = \(destination)",
            recording: answer)
    }

    private func update(
        _ id: UUID, of tenant: UUID, _ assignments: Query, before: Query? = nil,
        recording answer: (WebhookEndpoint) throws -> IdempotencyRecord?
    ) async throws -> WebhookEndpoint? {
        try await jobs.recording(
            (before.map { [$0] } ?? []) + [
                """
                update flotilla.webhook_endpoints set \(assignments) where id = \(id) and tenant = \(tenant)
                returning \(Self.endpointColumns)
                """
            ], of: tenant
        ) { rows in
            guard let row = rows.last?.first else { return (nil, nil) }
            let endpoint = try WebhookEndpoint(row)
            return (endpoint, try answer(endpoint))
        }
    }

    /// Deletes an endpoint, and ends what waits to be sent to it. What is under way meanwhile ends as it does.
    /// - Returns: how the dispatcher should hear of the jobs that waited; nil where there is no such endpoint.
    public func deleteEndpoint(_ id: UUID, of tenant: UUID) async throws -> [Offer]? {
        let name = id.uuidString.lowercased()
        let rows = try await database.queries(
            [
                "delete from flotilla.webhook_endpoints where id = \(id) and tenant = \(tenant) returning id",
                """
                delete from flotilla.delivery_circuits
                where tenant = \(tenant) and destination = \("\(Channel.webhook.rawValue) \(name)")
                """,
                """
                update flotilla.deliveries set status = 'failed', reason = 'endpoint_gone'
                where id in (
                    select id from flotilla.deliveries
                    where tenant = \(tenant) and recipient = \(name) and channel = 'webhook' and status = 'queued'
                    for update skip locked)
                returning job_id
                """,
            ], of: tenant)
        if rows[0].isEmpty { return nil }
        let waiting = try rows[2].compactMap { try $0.decode("job_id", as: UUID?.self).map { JobID($0) } }
        return try await hasten(waiting, of: tenant)
    }

    static func disable(_ endpoint: WebhookEndpoint, because reason: String) -> Query {
        """
        update flotilla.webhook_endpoints set disabled_at = now(), disabled_reason = \(reason)
        where id = \(endpoint.id) and disabled_at is null
        """
    }
}

extension WebhookEndpoint {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"), tenant: try row.decode("tenant"), url: try row.decode("url"),
            events: try row.decode("events"), description: try row.decode("description"),
            disabledAt: try row.decode("disabled_at"), disabledReason: try row.decode("disabled_reason"),
            failingSince: try row.decode("failing_since"), createdAt: try row.decode("created_at"),
            secrets: [try row.decode("secret", as: String?.self), try row.decode("previous_secret", as: String?.self)]
                .compactMap(\.self))
    }

    /// One that is to be made.
    public init(
        id: UUID, tenant: UUID, url: String, events: [String], description: String?, secret: String, createdAt: Date
    ) {
        self.init(
            id: id, tenant: tenant, url: url, events: events, description: description, disabledAt: nil,
            disabledReason: nil, failingSince: nil, createdAt: createdAt, secrets: [secret])
    }
}
