public import Foundation
public import Jobs
import Postgres

/// What operators see and do, over all tenants: for the admin command, whose login may use the dispatcher's role.
extension NotificationStore {
    /// Deliveries of one transaction when many are replayed.
    public static let replayedAtOnce = 200

    /// The newest first.
    /// - Parameter cursor: only those before this one.
    public func deliveries(
        _ filter: DeliveryFilter, before cursor: UUID? = nil, limit: Int
    ) async throws -> [DeliveryRecord] {
        let beyond: Query = cursor.map { "\(filter.condition) and delivery.id < \($0)" } ?? filter.condition
        return try await database.query(
            DeliveryRecord.query(where: beyond, order: "delivery.id desc limit \(Int64(limit))"), as: Self.operators
        ).map { try DeliveryRecord($0) }
    }

    /// - Returns: how many there are, at most so many.
    public func count(_ filter: DeliveryFilter, atMost most: Int) async throws -> Int {
        let rows = try await database.query(
            """
            select count(*) as count from (
                select from flotilla.deliveries delivery where \(filter.condition) limit \(Int64(most))
            ) found
            """, as: Self.operators)
        return Int(try rows.first?.decode("count", as: Int64.self) ?? 0)
    }

    /// Of whichever tenant.
    public func delivery(_ id: UUID) async throws -> DeliveryRecord? {
        try await database.query(
            DeliveryRecord.query(where: "delivery.id = \(id)", order: "delivery.id"), as: Self.operators
        ).first.map { try DeliveryRecord($0) }
    }

    /// Of whichever tenant.
    public func notification(_ id: UUID) async throws -> NotificationRecord? {
        let rows = try await database.query(
            "select tenant from flotilla.notifications where id = \(id)", as: Self.operators)
        guard let tenant = try rows.first?.decode("tenant", as: UUID.self) else { return nil }
        return try await notification(id, of: tenant)
    }

    /// Sends settled deliveries once more, as `replay(of:)` does each; those of one tenant in one transaction.
    /// - Returns: their jobs, to be offered.
    public func replay(
        _ deliveries: [DeliveryRecord], minter: JobIDMinter, trace: TraceContext
    ) async throws -> [NewJob] {
        var all: [NewJob] = []
        for (tenant, own) in Dictionary(grouping: deliveries, by: \.tenant) {
            let replays = try own.compactMap { delivery in
                try replay(of: delivery, minter: minter, trace: trace).map { (delivery, $0) }
            }
            guard !replays.isEmpty else { continue }
            let jobs = replays.map { $0.1 }
            _ = try await self.jobs.enqueue(
                jobs, with: replays.flatMap { Self.replayStatements(of: $0, by: $1) }, of: tenant)
            all += jobs
        }
        return all
    }

    // MARK: Destinations

    /// Endpoints of all tenants with the state of their circuits, the oldest first.
    /// - Parameter onlyDown: those that are disabled, fail, or are left alone.
    public func endpointStates(
        of tenant: UUID?, onlyDown: Bool, limit: Int
    ) async throws -> [WebhookEndpointState] {
        let rows = try await database.query(
            """
            select endpoint.id, endpoint.tenant, endpoint.url, endpoint.disabled_at, endpoint.disabled_reason,
                endpoint.failing_since, circuit.text,
                case when circuit.open_until > now() then circuit.open_until end as open_until
            from flotilla.webhook_endpoints endpoint
                left join flotilla.delivery_circuits circuit on circuit.tenant = endpoint.tenant
                    and circuit.destination = 'webhook ' || endpoint.id::text
            where (\(tenant)::uuid is null or endpoint.tenant = \(tenant))
                and (not \(onlyDown) or endpoint.disabled_at is not null or endpoint.failing_since is not null
                    or circuit.open_until > now())
            order by endpoint.id limit \(Int64(limit))
            """, as: Self.operators)
        return try rows.map { try WebhookEndpointState($0) }
    }

    /// Of whichever tenant.
    public func endpoint(_ id: UUID) async throws -> WebhookEndpoint? {
        guard let tenant = try await tenant(ofEndpoint: id) else { return nil }
        return try await endpoint(id, of: tenant)
    }

    /// As a tenant's own `enable`, of whichever tenant.
    public func enable(_ id: UUID) async throws -> WebhookEndpoint? {
        guard let tenant = try await tenant(ofEndpoint: id) else { return nil }
        return try await enable(id, of: tenant)
    }

    private func tenant(ofEndpoint id: UUID) async throws -> UUID? {
        try await database.query(
            "select tenant from flotilla.webhook_endpoints where id = \(id)", as: Self.operators
        ).first?.decode("tenant")
    }

    // MARK: Troubles

    /// What keeps deliveries from arriving, for `doctor`.
    public func troubles() async throws -> DeliveryTroubles {
        let rows = try await database.query(
            """
            select (
                    select array_agg(distinct text) from (
                        select text from flotilla.delivery_attempts
                        where finished_at > now() - interval '1 hour' and code = 'not_configured' limit 1000
                    ) missing
                ) as missing,
                (select array_agg(distinct case destination when 'smtp' then 'email'
                    else split_part(destination, ' ', 1) end) from flotilla.delivery_circuits where open_until > now()
                ) as down,
                (select count(*) from flotilla.delivery_circuits where open_until > now()) as circuits,
                (select count(*) from (
                    select from flotilla.deliveries where status = 'unknown' limit \(Int64(DeliveryTroubles.most))
                ) undecided) as unknown
            """, as: Self.operators)
        guard let row = rows.first else { return DeliveryTroubles(missing: [], down: [], circuits: 0, unknown: 0) }
        return DeliveryTroubles(
            missing: try row.decode("missing", as: [String]?.self) ?? [],
            down: try row.decode("down", as: [String]?.self) ?? [],
            circuits: Int(try row.decode("circuits", as: Int64.self)),
            unknown: Int(try row.decode("unknown", as: Int64.self)))
    }

    static let operators = "flotilla_dispatcher"
}
