import Foundation
import Jobs
import Operations

extension Supervisor {
    /// Between heartbeats while they fail, so that soon after the store's return it hears of this session, and this session
    /// of what the store forgot.
    private static let impatience = Duration.milliseconds(500)
    /// By then the report of a run that ended while its claim was asserted has come.
    private static let settling = Duration.seconds(2)

    private static let heartbeat = "writing heartbeats"

    func keepHeartbeat() async {
        while !Task.isCancelled {
            let isHeard = await sendHeartbeat()
            try? await Task.sleep(for: isHeard ? beat : min(beat, Self.impatience))
        }
    }

    private func sendHeartbeat() async -> Bool {
        do {
            var session = configuration.session
            session.running = state.running
            let life = try await store.beat(session)
            // A store that crashed may have forgotten claims that were not durable. Their jobs look queued.
            if let known = self.life, known != life { try await assertClaims() }
            self.life = life
            FailingDuties.shared.note(Self.heartbeat, nil)
            return true
        } catch {
            FailingDuties.shared.note(Self.heartbeat, error)
            logger.log(.warning, "a heartbeat was not written", limitedBy: repeats, ["error": .error(error)])
            return false
        }
    }

    /// Claims again what is held, with the same tokens. Jobs that another claim holds by now are given up.
    func assertClaims() async throws {
        let held = state.jobs.values.filter { $0.phase != .overdue }.map(\.job.claim)
        guard !held.isEmpty else { return }
        let kept = Set(
            try await store.claim(held, for: configuration.session.id, durably: true).map(\.claim))
        logger.info("claims were asserted again", ["jobs": .integer(kept.count)])
        let lost = held.filter { !kept.contains($0) && state.jobs[$0.id]?.job.claim == $0 }
        if !lost.isEmpty { continuation.yield(.overtaken(lost.map(\.id))) }
        // A run that was requeued just before is marked as running again, but no worker has it.
        Task {
            try? await Task.sleep(for: Self.settling)
            let over = kept.filter { state.jobs[$0.id]?.job.claim != $0 }
            guard !over.isEmpty else { return }
            let ended = try? await store.end(Array(over), as: .released, alone: false)
            try? await broker.offer(ended?.compactMap(\.offer) ?? [])
        }
    }

    /// A silent session is searched for jobs that it left behind; one that deregistered is not.
    func deregister() async {
        if orphaned.isEmpty, !leavesClaims { try? await store.end(configuration.session.id) }
    }
}
