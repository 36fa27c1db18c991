import Foundation
import Jobs
import Operations

extension Executor {
    func claimAll() async {
        while true {
            let batch = await claims.next(upTo: await budget.room(upTo: Self.batch))
            if batch.isEmpty { return }
            // Kinds that must not lose a claim wait for the disk; they do not make the others wait.
            for (durably, part) in Dictionary(grouping: batch, by: \.durably) {
                await claim(part.map(\.claim), durably: durably)
            }
        }
    }

    private func claim(_ claims: [Claim], durably: Bool) async {
        let claimed = await retryPersistently("jobs could not be claimed") {
            try await store.claim(claims, for: session, durably: durably, alone: isSolo)
        }
        let known = Set(claimed.map(\.claim.id))
        let refused = claims.map(\.id).filter { !known.contains($0) }
        if !refused.isEmpty { link.report(.refused(refused)) }
        let suspects = isSolo ? [] : claimed.filter(\.isSuspect)
        if !suspects.isEmpty { link.report(.suspect(suspects.map(\.claim.id))) }
        accept(isSolo ? claimed : claimed.filter { !$0.isSuspect })
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
