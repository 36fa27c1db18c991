import Foundation
public import Jobs
import Postgres

extension PostgresJobStore: LimitStore {
    /// Starts that the dispatcher's clock let through may come so much closer to each other on their way here.
    static let slack = Duration.milliseconds(250)

    public func limitVersions() async throws -> [QueueName: Int64] {
        let rows = try await database.query("select queue, version from flotilla.limit_versions").rows
        return Dictionary(
            try rows.map { (QueueName(rawValue: try $0.decode(0, as: String.self)), try $0.decode(1, as: Int64.self)) }
        ) { first, _ in first }
    }

    /// The version is read first: rules that are newer than it are read again.
    public func limits(of queue: QueueName) async throws -> QueueLimits {
        let answers = try await database.execute([
            "select version from flotilla.limit_versions where queue = \(queue.rawValue)",
            """
            select scope, kind, subject, max_running, rate, burst, paused, null::double precision as weight
            from flotilla.effective_limits(\(queue.rawValue))
            """,
            "select subject, weight from flotilla.limits where queue = \(queue.rawValue) and weight is not null",
        ])
        var weights: [UUID: Double] = [:]
        for row in answers[2].rows {
            guard let tenant = UUID(uuidString: try row.decode("subject", as: String.self)) else { continue }
            weights[tenant] = try row.decode("weight", as: Double.self)
        }
        return QueueLimits(
            version: try answers[0].rows.first?.decode(0, as: Int64.self) ?? 0,
            rules: try answers[1].rows.map { try LimitRule(row: $0) },
            weights: weights)
    }

    public func slots(of queue: QueueName, olderThan age: Duration) async throws -> [LimitPermit] {
        let rows = try await database.query(
            """
            select job_id, token, tenant, kind, limit_key from flotilla.limit_permits
            where queue = \(queue.rawValue) and since <= now() - \(age.milliseconds) * interval '1 millisecond'
            """
        ).rows
        return try rows.map { row in
            LimitPermit(
                claim: Claim(
                    id: JobID(try row.decode("job_id", as: UUID.self)),
                    token: ClaimToken(try row.decode("token", as: Int64.self))),
                tenant: try row.decode("tenant", as: UUID.self),
                lane: Lane(
                    kind: JobKind(rawValue: try row.decode("kind", as: String.self)),
                    limitKey: try row.decode("limit_key", as: String?.self)))
        }
    }

    public func occupy(_ claims: [Claim], in queue: QueueName) async throws {
        for start in stride(from: 0, to: claims.count, by: 512) {
            guard let list = ClaimList(Array(claims[start..<min(start + 512, claims.count)])) else { continue }
            _ = try await database.query(
                """
                with \(list.lists())
                insert into flotilla.limit_permits (job_id, token, session, queue, tenant, kind, limit_key)
                select job.id, job.token, job.session, job.queue, job.tenant, job.kind, job.limit_key from flotilla.jobs job
                where \(list.names) and job.token = \(list.value(of: "tokens")) and job.status = 'running'
                    and job.queue = \(queue.rawValue) and exists (
                        select from flotilla.limits_of(job.queue, job.tenant::text, job.kind, job.limit_key))
                on conflict (job_id, token) do nothing
                """)
        }
    }

    public func leave(_ claims: [Claim]) async throws {
        guard !claims.isEmpty else { return }
        _ = try await database.query(Self.leave(claims))
    }

    static func leave(_ claims: [Claim]) -> Query {
        """
        delete from flotilla.limit_permits slot
        using unnest(\(claims.map(\.id.uuid)), \(claims.map(\.token.value))) as item(id, token)
        where slot.job_id = item.id and slot.token = item.token
        """
    }

    /// A permit whose job no longer runs under its token is left over, unless the job was ended from outside and may still
    /// be running: then only the end of its session gives it back.
    public func sweepSlots(lease: Duration) async throws {
        let isOld: Query = "slot.since < now() - interval '2 seconds'"
        _ = try await database.execute([
            """
            delete from flotilla.limit_permits slot
            where not slot.lingers and \(isOld) and not exists (
                select from flotilla.jobs job where job.id = slot.job_id and job.token = slot.token and job.status = 'running')
            """,
            """
            delete from flotilla.limit_permits slot
            where slot.lingers and \(isOld) and not exists (
                select from flotilla.worker_sessions session where session.id = slot.session
                    and session.beat_at >= now() - \(lease.milliseconds) * interval '1 millisecond')
            """,
            "delete from flotilla.limit_rates where due < now() - interval '1 minute'",
        ])
    }
}

extension LimitRule {
    /// From the columns scope, kind, subject, max_running, rate, burst, weight, paused.
    init(row: Row) throws {
        let kind = try row.decode("kind", as: String.self)
        let subject = try row.decode("subject", as: String.self)
        self.init(
            Target(
                LimitScope(rawValue: try row.decode("scope", as: String.self)) ?? .queue,
                kind: kind.isEmpty ? nil : JobKind(rawValue: kind), subject: subject.isEmpty ? nil : subject),
            running: try row.decode("max_running", as: Int32?.self).map(Int.init),
            rate: try row.decode("rate", as: Double?.self),
            burst: try row.decode("burst", as: Int32?.self).map(Int.init),
            weight: try row.decode("weight", as: Double?.self), isPaused: try row.decode("paused", as: Bool?.self))
    }
}
