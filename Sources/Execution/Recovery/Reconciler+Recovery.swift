import Foundation
import Jobs
import Operations

extension Reconciler {
    /// Leases whose holder stopped extending them. A lease whose job still runs for a living session stays: its
    /// supervisor cannot reach the dispatcher just now, and asserts the lease again when it can.
    func reapLeases() async throws {
        try await eachQueue { queue in
            // Those that stay are passed by, so that they hide nothing behind them.
            var spared = 0
            while true {
                let expired = try await broker.reap(queue, skipping: spared, limit: Self.page)
                guard !expired.isEmpty else { break }
                let running = try await store.running(among: expired)
                let over = expired.filter { !running.contains($0) }
                try await broker.settle(over.map { EndedLease(claim: $0, slotTime: .zero) }, in: queue)
                try await broker.offer(try await store.offers(of: over.map(\.id)))
                spared += running.count
                if expired.count < Self.page { break }
            }
        }
    }

    /// Looks for what dead workers left, when some session has fallen silent.
    func recoverSilent() async throws {
        let silent = try await store.silentSessions(lease: lease)
        guard !silent.isEmpty else { return }
        if try await putBackSilent() { try await store.sweep(silent, lease: lease) }
    }

    /// Claims of workers that have been silent for a lease, or have no session at all, unless the dispatcher shows that
    /// they still live.
    /// - Returns: whether none was spared.
    @discardableResult
    func putBackSilent() async throws -> Bool {
        var cursor: JobID?
        var spared = false
        repeat {
            let page = try await store.silentClaims(after: cursor, limit: Self.page, lease: lease)
            if try await !putBack(page.items) { spared = true }
            cursor = page.next
        } while cursor != nil && !Task.isCancelled
        return !spared
    }

    /// - Returns: whether none was spared.
    @discardableResult
    func putBack(_ claims: [QueuedClaim]) async throws -> Bool {
        var spared = false
        for (queue, items) in Dictionary(grouping: claims, by: \.queue) {
            let claims = items.map(\.claim)
            // A dispatcher that does not answer shows nothing: then the silence in the store decides.
            let live = (try? await broker.live(claims, in: queue)) ?? []
            if !live.isEmpty { spared = true }
            try await putBack(claims.filter { !live.contains($0) }, in: queue)
        }
        return !spared
    }

    private func putBack(_ claims: [Claim], in queue: QueueName) async throws {
        guard !claims.isEmpty else { return }
        let ended = try await store.end(claims, as: .lost, alone: false)
        metrics.recovered(ended.count, from: queue, because: .lost)
        logger.warning(
            "jobs of a silent worker were put back",
            ["queue": .string("\(queue)"), "jobs": .integer(ended.count)])
        try await broker.settle(claims.map { EndedLease(claim: $0, slotTime: .zero) }, in: queue)
        try await broker.offer(ended.compactMap(\.offer))
    }
}
