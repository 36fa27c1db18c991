import Foundation
import Jobs
import Operations

extension Reconciler {
    /// A wiped, replaced or restarted dispatcher is filled again, whatever it says it still has. The first look after
    /// a start counts as a change: nobody knows what happened before. So does the first after one that failed: who had
    /// something to offer meanwhile has dropped it.
    func watchEpochs() async {
        var known: [QueueName: DispatcherEpoch] = [:]
        while !Task.isCancelled {
            do {
                var current: [QueueName: DispatcherEpoch] = [:]
                for queue in queues { current[queue] = try await broker.epoch(of: queue) }
                if current != known {
                    let count = try await offerAll()
                    known = current
                    logger.info("the dispatcher was filled", ["jobs": .integer(count)])
                }
            } catch {
                known = [:]
                logger.debug("the dispatcher cannot be compared", ["error": .error(error)])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private func offerAll() async throws -> Int {
        var cursor: JobID?
        var count = 0
        repeat {
            let page = try await store.openJobs(after: cursor, limit: Self.page, horizon: Limits.horizon)
            try await broker.offer(page.items)
            count += page.items.count
            cursor = page.next
        } while cursor != nil && !Task.isCancelled
        return count
    }

    /// Commits whose offer never came: inserted by SQL, or by an API that died between the two. Asked for every second:
    /// each job is offered again once or twice, when its own offer had the time to come.
    func offerRecent() async throws { try await offer(mintedBetween: .milliseconds(2500), and: .milliseconds(500)) }

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
            try await broker.offer(try await store.offers(of: ids))
            try await store.forget(enqueued: ids)
        } while ids.count == Self.page && !Task.isCancelled
    }

    func forgetUniqueKeys() async throws {
        while try await store.forgetUniqueKeys(limit: Self.page) == Self.page, !Task.isCancelled {}
    }

    func offerDue() async throws {
        var cursor: DueCursor?
        repeat {
            let page = try await store.dueJobs(after: cursor, limit: Self.page, horizon: Limits.horizon)
            try await broker.offer(page.offers)
            cursor = page.next
        } while cursor != nil && !Task.isCancelled
    }

    func promote() async throws {
        for queue in queues {
            while try await broker.promote(queue, limit: Self.page) == Self.page {}
        }
    }
}
