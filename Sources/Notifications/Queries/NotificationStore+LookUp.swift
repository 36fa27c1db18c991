import Contracts
import Foundation
import Postgres

extension NotificationStore {
    /// What the workers of jobs are to send, in one round trip for all of them.
    /// - Returns: a row for each request, which `DeliveryWork` reads; nil where the delivery is gone, or has another job by now.
    func lookUp(_ requests: [DeliveryRequest]) async throws -> [Row?] {
        let tenants = Dictionary(grouping: requests, by: \.tenant)
        let rows = try await database.queries(
            tenants.map { TenantDatabase.Part(of: $0, [Self.lookUp($1)]) })
        var found: [UUID: Row] = [:]
        for row in rows.joined().joined() { found[try row.decode("job_id")] = row }
        return requests.map { found[$0.job] }
    }

    /// Each table is asked for one row by its key: a plan that joins them otherwise reads a tenant's rows, and there is none
    /// for it to choose.
    private static func lookUp(_ requests: [DeliveryRequest]) -> Query {
        """
        select delivery.*, notification.*, chosen.preferences, wishes.topics, former.status as former_status, made.*,
            circuit.open_until, circuit.destination is not null as has_circuit, endpoint.*
        from unnest(\(requests.map(\.delivery)), \(requests.map(\.job))) as asked(id, job)
            cross join lateral (
                select id, tenant, notification_id, channel, recipient, user_id, name, locale, status, created_at, job_id,
                    digest_id, fallback_of, scheduled_at
                from flotilla.deliveries where deliveries.id = asked.id and deliveries.job_id = asked.job limit 1
            ) delivery
            cross join lateral (
                select template, data, subject, body, severity, link, incident_key
                from flotilla.notifications where notifications.id = delivery.notification_id limit 1
            ) notification
            left join lateral (
                select preferences from flotilla.notification_preferences chosen
                where chosen.user_id = delivery.user_id limit 1
            ) chosen on true
            left join lateral (
                select id as endpoint, url, events, description, disabled_at, disabled_reason, failing_since,
                    created_at as endpoint_created_at, secret,
                    case when previous_secret_until > now() then previous_secret end as previous_secret
                from flotilla.webhook_endpoints
                where id = case delivery.channel when 'webhook' then delivery.recipient::uuid end limit 1
            ) endpoint on true
            left join lateral (
                select destination, open_until from flotilla.delivery_circuits circuit
                where circuit.tenant = delivery.tenant and circuit.destination = case delivery.channel when 'email' then 'smtp'
                    else delivery.channel || ' ' || delivery.recipient end limit 1
            ) circuit on true
            left join lateral (
                select status from flotilla.deliveries former where former.id = delivery.fallback_of limit 1
            ) former on true
            cross join lateral (
                select array_agg(topic) as topics from flotilla.unsubscriptions
                where delivery.channel = 'email' and unsubscriptions.tenant = delivery.tenant
                    and person in (delivery.user_id::text,
                        encode(sha256(convert_to(lower(delivery.recipient), 'UTF8')), 'hex'))
            ) wishes
            cross join lateral (
                select count(*) as attempts,
                    count(*) filter (where outcome in ('deferred', 'unknown') and code <> 'cut_off'
                        and started_at >= delivery.scheduled_at) as steps,
                    coalesce(bool_or(outcome is null), false) as is_cut_off
                from flotilla.delivery_attempts where delivery_id = delivery.id
            ) made
        """
    }

    /// When the mail goes that takes a delivery along; nil when that has ended. Two look-ups by an id: joined, PostgreSQL would plan
    /// for every partition of the jobs.
    /// - Parameter lead: the delivery with whose mail it goes.
    func runTime(ofDigest lead: UUID, of tenant: UUID) async throws -> Date? {
        let leads = try await database.query(
            "select job_id from flotilla.deliveries where id = \(lead) and status = 'queued'", of: tenant)
        guard let job = try leads.first?.decode("job_id", as: UUID?.self) else { return nil }
        return try await database.query(
            """
            select greatest(coalesce(run_at, now()), now()) as time from flotilla.jobs
            where id = \(job) and status in ('scheduled', 'queued', 'running', 'retrying')
            """, of: tenant
        ).first?.decode("time")
    }
}
