import Foundation
import Jobs
import Operations
import Synchronization

extension Reconciler {
    /// A wiped, replaced or restarted dispatcher is filled again, whatever it reports to have. The first check after a start
    /// counts as a change, since what happened before is unknown. So does the first after a failed one: offers that were
    /// made meanwhile were dropped.
    func watchEpochs() async {
        let known = Mutex<[QueueName: DispatcherEpoch]>([:])
        await every(.seconds(1), "filling the dispatcher") {
            var changed: [QueueName: DispatcherEpoch] = [:]
            for queue in queues {
                // What is wrong is logged by the process's own watch of its health.
                let epoch = try? await broker.epoch(of: queue)
                if epoch == nil || epoch != known.withLock({ $0[queue] }) {
                    known.withLock { $0[queue] = nil }
                    changed[queue] = epoch
                }
            }
            guard !changed.isEmpty else { return }
            let count = try await offerAll(to: Set(changed.keys))
            known.withLock { $0.merge(changed) { $1 } }
            logger.info("the dispatcher was filled", ["jobs": .integer(count)])
        }
    }

    private func offerAll(to queues: Set<QueueName>) async throws -> Int {
        var cursor: JobID?
        var count = 0
        repeat {
            let page = try await store.openJobs(after: cursor, limit: Self.page, horizon: Limits.horizon)
            let offers = page.items.filter { queues.contains($0.queue) }
            try await broker.offer(offers)
            count += offers.count
            cursor = page.next
        } while cursor != nil && !Task.isCancelled
        return count
    }

    /// Offers jobs whose own offer never came: inserted by SQL, or by an API that died after the commit. Each is offered again
    /// once, when its own offer had the time to come.
    func keepOfferingRecent() async {
        let last = Mutex(ContinuousClock.now - .seconds(2))
        await every(.seconds(1), "offering recent jobs") {
            let start = ContinuousClock.now
            // What took long, or failed, is made good for as far back as `offerLast` looks.
            try await offerRecent(since: min(last.withLock { $0 }.duration(to: start), .seconds(90)))
            last.withLock { $0 = start }
        }
    }

    /// The time that a job's own offer gets, and how far two looks overlap.
    private static let ownOffer = Duration.milliseconds(500)
    private static let overlap = Duration.milliseconds(100)

    /// - Parameter pause: since the last look.
    func offerRecent(since pause: Duration) async throws {
        try await offer(mintedBetween: pause + Self.ownOffer + Self.overlap, and: Self.ownOffer)
    }

    /// Looks again further back: a transaction may have been open for a while after its ids were minted.
    func offerLast(_ age: Duration) async throws { try await offer(mintedBetween: age, and: .zero) }

    private func offer(mintedBetween older: Duration, and younger: Duration) async throws {
        let offers = try await store.queuedJobs(mintedBetween: older, and: younger, limit: 20_000)
        try await broker.offer(offers)
    }

    /// What SQL enqueued, and what was retried: ids of any age, listed by the transaction that made them ready. They are
    /// offered before they leave the list, so nothing is lost between the two.
    func offerEnqueued() async throws {
        var ids: [JobID]
        repeat {
            ids = try await store.enqueued(limit: Self.page)
            var failure: (any Error)?
            var kept: Set<JobID> = []
            for (_, offers) in Dictionary(grouping: try await store.offers(of: ids), by: \.queue) {
                do {
                    try await broker.offer(offers)
                } catch {
                    failure = failure ?? error
                    kept.formUnion(offers.map(\.id))
                }
            }
            try await store.forget(enqueued: ids.filter { !kept.contains($0) })
            if let failure { throw failure }
        } while ids.count == Self.page && !Task.isCancelled
    }

    func forgetUniqueKeys() async throws {
        while try await store.forgetUniqueKeys(limit: Self.page) == Self.page, !Task.isCancelled {}
    }

    func offerDue() async throws {
        var cursor: DueCursor?
        var failure: (any Error)?
        repeat {
            let page = try await store.dueJobs(after: cursor, limit: Self.page, horizon: Limits.horizon)
            do {
                try await broker.offer(page.offers)
            } catch {
                failure = failure ?? error
            }
            cursor = page.next
        } while cursor != nil && !Task.isCancelled
        if let failure { throw failure }
    }

    func promote() async throws {
        try await eachQueue { queue in while try await broker.promote(queue, limit: Self.page) == Self.page {} }
    }

    /// A queue that cannot be served keeps no other one waiting: the first failure is thrown when all had their turn.
    func eachQueue(_ body: (QueueName) async throws -> Void) async throws {
        var failure: (any Error)?
        for queue in queues {
            do {
                try await body(queue)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }
}
