import Foundation
import Jobs
import Operations
import Tracing

extension Executor {
    func claimAll() async {
        while true {
            let batch = await claims.next(upTo: await budget.room(upTo: Self.batch))
            if batch.isEmpty { return }
            // Kinds that must not lose a claim wait for the disk; they do not make the others wait.
            for (mode, part) in Dictionary(grouping: batch, by: \.mode) {
                switch mode {
                case .deferred: await begin(part.map(\.claim))
                case .relaxed, .durable: await claim(part.map(\.claim), durably: mode == .durable)
                }
            }
        }
    }

    /// Jobs whose claims are written later, if at all. What was claimed before, by an earlier attempt or by a dispatcher whose
    /// takes are claims, is claimed now.
    private func begin(_ claims: [Claim]) async {
        let begun = await traced("read") {
            await retryPersistently(Self.complaint) { try await store.unclaimed(claims, for: session) }
        }
        accept(begun)
        guard begun.count < claims.count else { return }
        let known = Set(begun.map(\.claim.id))
        await claim(claims.filter { !known.contains($0.id) }, durably: false)
    }

    /// Writes the claims of jobs that run already. Who lost one to another worker stops.
    func claimLate(_ claims: [Claim]) async {
        let claimed = await retryPersistently(Self.complaint) {
            try await store.claim(claims, for: session, durably: false, alone: isSolo)
        }
        let kept = Set(claimed.map(\.claim))
        running.claimed(kept)
        running.stop(claims.filter { !kept.contains($0) }.map(\.id), because: .requeue)
    }

    private static let complaint = "jobs could not be claimed"

    private func claim(_ claims: [Claim], durably: Bool) async {
        let claimed = await traced("claim") {
            await retryPersistently(Self.complaint) {
                try await store.claim(claims, for: session, durably: durably, alone: isSolo)
            }
        }
        let known = Set(claimed.map(\.claim.id))
        let refused = claims.map(\.id).filter { !known.contains($0) }
        if !refused.isEmpty { link.report(.refused(refused)) }
        let suspects = isSolo ? [] : claimed.filter(\.isSuspect)
        if !suspects.isEmpty { link.report(.suspect(suspects.map(\.claim.id))) }
        accept(isSolo ? claimed : claimed.filter { !$0.isSuspect })
    }

    /// Which traces a statement belongs to is known from what it answered.
    private func traced(_ name: String, _ body: () async -> [ClaimedJob]) async -> [ClaimedJob] {
        guard let traces else { return await body() }
        let start = Span.now
        let jobs = await body()
        traces.statement(name, for: traces.sent(jobs), jobs: jobs.count, start: start)?.end()
        return jobs
    }

    /// Repeats until the store answers. The supervisor keeps the leases meanwhile, and what it holds is bounded.
    func retryPersistently<Value: Sendable>(
        _ complaint: String, _ body: () async throws -> Value
    ) async -> Value {
        var wait = Duration.milliseconds(50)
        while true {
            do {
                let value = try await body()
                FailingDuties.shared.note(complaint, nil)
                return value
            } catch {
                FailingDuties.shared.note(complaint, error)
                logger.log(.warning, complaint, limitedBy: repeats, ["error": .error(error)])
                try? await Task.sleep(for: wait * Double.random(in: 0.5...1))
                wait = min(wait * 2, .seconds(2))
            }
        }
    }
}

extension ClaimedJob {
    /// Executors ended under it this often: the next time it runs alone, so that no neighbour can be the cause.
    var isSuspect: Bool { crashes >= Self.suspicion }
}
