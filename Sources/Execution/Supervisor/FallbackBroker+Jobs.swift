import Foundation
public import Jobs

extension FallbackBroker: JobBroker {
    public var abilities: BrokerAbilities { primary.abilities.intersection(secondary.abilities) }

    /// The second one keeps nothing that could lag behind; what the first one misses it is offered later.
    public func offer(_ offers: [Offer]) async throws {
        for (queue, offers) in Dictionary(grouping: offers, by: \.queue) {
            if try await trying(queue, { try await primary.offer(offers) }) == nil {
                try await secondary.offer(offers)
            }
        }
    }

    public func take(
        from queue: QueueName, kinds: [JobKind], tokens: [ClaimToken], session: WorkerSession.ID, lease: Duration
    ) async throws -> [TakenJob] {
        let taken = try await trying(queue) {
            try await primary.take(from: queue, kinds: kinds, tokens: tokens, session: session, lease: lease)
        }
        if let taken { return taken }
        return try await secondary.take(
            from: queue, kinds: kinds, tokens: tokens, session: session, lease: lease)
    }

    /// Waits at the first one only while it works: an idle worker notices within a second that it does not.
    public func waitForWork(in queue: QueueName, for time: Duration) async throws {
        let isDone = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await self.trying(queue) { try await self.primary.waitForWork(in: queue, for: time) } != nil
            }
            group.addTask {
                await self.watch(queue)
                return true
            }
            defer { group.cancelAll() }
            return try await group.next() ?? true
        }
        if !isDone { try await secondary.waitForWork(in: queue, for: time) }
    }

    /// A claim counts as taken over only when the store confirms it: a dispatcher that was frozen may hold leases that no
    /// worker has.
    public func extend(
        _ jobs: [TakenJob], in queue: QueueName, session: WorkerSession.ID, lease: Duration
    ) async throws -> [Claim] {
        let refused = try await trying(queue) {
            try await primary.extend(jobs, in: queue, session: session, lease: lease)
        }
        let doubted = refused.map { refused in jobs.filter { refused.contains($0.claim) } } ?? jobs
        guard !doubted.isEmpty else { return [] }
        return try await secondary.extend(doubted, in: queue, session: session, lease: lease)
    }

    public func settle(_ ended: [EndedLease], in queue: QueueName) async throws {
        try await secondary.settle(ended, in: queue)
        _ = try await trying(queue) { try await primary.settle(ended, in: queue) }
    }

    public func reap(_ queue: QueueName, skipping: Int, limit: Int) async throws -> [Claim] {
        try await trying(queue) { try await primary.reap(queue, skipping: skipping, limit: limit) } ?? []
    }

    public func live(_ claims: [Claim], in queue: QueueName) async throws -> Set<Claim> {
        if let live = try await trying(queue, { try await primary.live(claims, in: queue) }) { return live }
        return try await secondary.live(claims, in: queue)
    }

    /// The rows first: those that were claimed already are queued again.
    public func release(_ claims: [Claim], in queue: QueueName) async throws {
        var failure: (any Error)?
        do {
            try await secondary.release(claims, in: queue)
        } catch {
            failure = error
        }
        _ = try await trying(queue) { try await primary.release(claims, in: queue) }
        if let failure { throw failure }
    }

    public func promote(_ queue: QueueName, limit: Int) async throws -> Int {
        try await trying(queue) { try await primary.promote(queue, limit: limit) } ?? 0
    }

    public func stats(of queue: QueueName) async throws -> QueueStats {
        if let stats = try await trying(queue, { try await primary.stats(of: queue) }) { return stats }
        return try await secondary.stats(of: queue)
    }
}
