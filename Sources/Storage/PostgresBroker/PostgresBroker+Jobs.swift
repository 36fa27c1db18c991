import Foundation
public import Jobs
import Postgres

extension PostgresBroker: JobBroker {
    public nonisolated var abilities: BrokerAbilities { [] }

    /// The rows are there already; what may run at once is remembered, so that it is found at once.
    public func offer(_ offers: [Offer]) {
        let now = ContinuousClock.now
        for offer in offers where offer.wait > .zero && offer.wait < Self.longestPause {
            guard snoozed.count < Self.mostPostponed else { break }
            snoozed[offer.id] = (offer, now + offer.wait)
        }
        add(offers)
    }

    private func add(_ offers: [Offer]) {
        for (view, _) in surveys {
            for offer in offers
            where offer.queue == view.queue && offer.runAt == nil && view.kinds.contains(offer.lane.kind) {
                surveys[view]?.add(
                    OpenJobQueue.Entry(
                        id: offer.id, tenant: offer.tenant, priority: offer.priority, lane: offer.lane.name))
            }
        }
    }

    public func take(
        from queue: QueueName, kinds: [JobKind], tokens: [ClaimToken], session: WorkerSession.ID, lease: Duration
    ) async throws -> [TakenJob] {
        guard !kinds.isEmpty, !tokens.isEmpty else { return [] }
        try await settleDoubts()
        let view = View(queue: queue, kinds: kinds)
        surveys[view]?.lines.open(now: .now)
        bringBackPostponed()
        var taken: [TakenJob] = []
        // Bounded: what others took meanwhile is passed by at the next turn.
        for _ in 0..<8 {
            let missing = tokens.count - taken.count
            guard missing > 0 else { break }
            if taken.isEmpty || surveys[view]?.lines.count ?? 0 < missing { try await look(view, for: missing) }
            var tried = surveys[view]?.lines.next(Self.mostTried) ?? []
            if tried.isEmpty { break }
            if !snoozed.isEmpty {
                surveys[view]?.lines.drop(tried.filter { snoozed[$0.id] != nil })
                tried.removeAll { snoozed[$0.id] != nil }
                if tried.isEmpty { continue }
            }
            let (won, barred) = try await claim(
                tried, from: queue, tokens: Array(tokens.suffix(missing)), session: session)
            taken += won
            // When all tokens were given away, jobs behind the last claimed one were not tried.
            let answered = barred.union(won.map(\.claim.id))
            let last = answered.count == missing ? tried.lastIndex { answered.contains($0.id) } : nil
            let over = tried.prefix(through: last ?? tried.count - 1)
            surveys[view]?.lines.drop(over.filter { !barred.contains($0.id) })
            if !barred.isEmpty {
                surveys[view]?.lines.shut(tried.filter { barred.contains($0.id) }, until: .now + Self.barred)
            }
        }
        return taken
    }

    private func bringBackPostponed() {
        let now = ContinuousClock.now
        let over = snoozed.values.filter { $0.until <= now }.map(\.offer)
        for offer in over { snoozed[offer.id] = nil }
        add(
            over.map {
                Offer(
                    id: $0.id, queue: $0.queue, tenant: $0.tenant, lane: $0.lane, priority: $0.priority, runAt: nil)
            })
    }

    public func waitForWork(in queue: QueueName, for time: Duration) async throws {
        let hasMore = surveys.contains { $0.key.queue == queue && ($0.value.lines.count > 0 || $0.value.isIncomplete) }
        try await Task.sleep(for: hasMore ? .zero : min(time, Self.poll * Double.random(in: 0.7...1.3)))
    }

    /// Rows are claims; nothing has to be extended, only compared.
    public func extend(
        _ jobs: [TakenJob], in queue: QueueName, session: WorkerSession.ID, lease: Duration
    ) async throws -> [Claim] {
        let holders = try await holders(of: jobs.map(\.claim.id))
        return jobs.map(\.claim).filter { claim in holders[claim.id].map { $0 != claim.token } ?? false }
    }

    /// Settling the row ended the claim.
    public func settle(_ ended: [EndedLease], in queue: QueueName) {}

    /// Which claims are over is decided by their sessions.
    public func reap(_ queue: QueueName, skipping: Int, limit: Int) -> [Claim] { [] }

    public func live(_ claims: [Claim], in queue: QueueName) async throws -> Set<Claim> {
        try await store.running(among: claims)
    }

    public func release(_ claims: [Claim], in queue: QueueName) async throws {
        guard !claims.isEmpty else { return }
        offer(try await store.end(claims, as: .released, alone: false).compactMap(\.offer))
    }

    /// A job whose time has come may run without being promoted.
    public func promote(_ queue: QueueName, limit: Int) -> Int { 0 }

    /// Counted in the first 100,000 rows that are not known to be settled.
    public func stats(of queue: QueueName) async throws -> QueueStats {
        let range = OpenRange("job.id, job.status, job.run_at, job.queue, job.tenant", after: nil, limit: 100_000)
        let rows = try await store.database.query(
            """
            select count(*) filter (where \(PostgresJobStore.mayRun)) as ready,
                count(*) filter (where job.status = 'running') as leased,
                count(*) filter (where job.status in ('scheduled', 'retrying') and job.run_at > now()) as due,
                count(distinct job.tenant) filter (where \(PostgresJobStore.mayRun)) as tenants
            from (\(range.rows)) job where job.queue = \(queue.rawValue)
            """
        ).rows
        guard let row = rows.first else { return QueueStats(ready: 0, leased: 0, due: 0, tenants: 0) }
        func count(_ column: String) throws -> Int { Int(try row.decode(column, as: Int64.self)) }
        return QueueStats(
            ready: try count("ready"), leased: try count("leased"), due: try count("due"),
            tenants: try count("tenants"))
    }

    private func holders(of ids: [JobID]) async throws -> [JobID: ClaimToken] {
        guard let list = IDList(ids) else { return [:] }
        let rows = try await store.database.query(
            "select id, token from flotilla.jobs where \(list.contains("id")) and status = 'running'"
        ).rows
        var holders: [JobID: ClaimToken] = [:]
        for row in rows {
            holders[JobID(try row.decode(0, as: UUID.self))] = ClaimToken(try row.decode(1, as: Int64.self))
        }
        return holders
    }
}
