import Foundation
import Jobs
import Operations
import Synchronization

extension Reconciler {
    /// Rows that are read at a time, and the pause after: what a comparison costs, however much is open.
    private static let auditPage = 2000
    private static let auditPause = Duration.seconds(1)
    /// What changed hands a moment ago is left alone.
    private static let auditAge = Duration.seconds(10)
    /// Jobs that are due later may not have been offered yet.
    private static let auditHorizon = Limits.horizon - .seconds(60)

    /// An id that is younger may belong to a transaction that has not begun to write. A transaction that inserts an id older
    /// than half of this lowers the mark itself.
    static let youngestBound = Duration.seconds(60)
    private static let lowWaterPage = 10_000

    /// Compares open jobs with the dispatcher, page after page, without end.
    func audit() async {
        let auditor = Auditor()
        await every(Self.auditPause, "comparing jobs with the dispatcher") { try await audit(auditor) }
    }

    /// One page. What the dispatcher does not know is looked at again with the next page: it may have been on its way.
    func audit(_ auditor: Auditor) async throws {
        do {
            let suspects = auditor.takeSuspects()
            if !suspects.isEmpty { try await repair(suspects) }
            let page = try await store.openWork(
                after: auditor.cursor, limit: Self.auditPage, horizon: Self.auditHorizon, untouchedFor: Self.auditAge,
                lease: lease)
            try await putBack(page.silent)
            auditor.went(to: page.next, suspects: try await unknown(among: page.offers))
        } catch is any DispatcherFailure {
            // Away: it is filled on its return.
            auditor.startAgain()
        }
    }

    /// A queue that cannot be served is passed by: it is filled when it is back.
    private func unknown(among offers: [Offer]) async throws -> [JobID] {
        var ids: [JobID] = []
        for (_, offers) in Dictionary(grouping: offers, by: \.queue) {
            do {
                ids += try await broker.unknown(among: offers).map(\.id)
            } catch is any DispatcherFailure {
                continue
            }
        }
        return ids
    }

    private func repair(_ suspects: [JobID]) async throws {
        let lost = try await broker.unknown(among: try await store.offers(of: suspects))
        guard !lost.isEmpty else { return }
        try await broker.offer(lost)
        for (queue, offers) in Dictionary(grouping: lost, by: \.queue) {
            metrics.audited(offers.count, in: queue)
            logger.warning(
                "the dispatcher had lost jobs", ["queue": .string("\(queue)"), "jobs": .integer(offers.count)])
        }
    }

    /// Raises the marks below which everything is settled, so that searches for open jobs begin above it.
    func raiseLowWater() async {
        let bound = Mutex(LowWaterBound())
        await every(.seconds(1), "moving the low-water marks") {
            let now = try await store.transactions(age: Self.youngestBound)
            guard let limit = bound.withLock({ $0.note(now) }) else { return }
            try await store.raiseLowWater(to: limit, limit: Self.lowWaterPage)
        }
    }
}
