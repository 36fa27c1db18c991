import Foundation
import Jobs
import Synchronization

@testable import Execution

/// Passes everything on to another dispatcher, and lets a test do something just before, or fail it.
final class FaultyBroker: JobBroker, EpochBroker {
    enum Call: Hashable { case live, epoch, unknown, take, settle, extend, release, offer }

    let target: any JobBroker & EpochBroker
    private let hooks = Mutex<[Call: @Sendable () async throws -> Void]>([:])

    init(_ target: any JobBroker & EpochBroker) { self.target = target }

    func before(_ call: Call, _ hook: (@Sendable () async throws -> Void)?) { hooks.withLock { $0[call] = hook } }

    private func meet(_ call: Call) async throws { try await hooks.withLock { $0[call] }?() }

    var abilities: BrokerAbilities { target.abilities }

    func offer(_ offers: [Offer]) async throws {
        try await meet(.offer)
        try await target.offer(offers)
    }

    func take(
        from queue: QueueName, kinds: [JobKind], tokens: [ClaimToken], session: WorkerSession.ID, lease: Duration
    ) async throws -> [TakenJob] {
        try await meet(.take)
        return try await target.take(from: queue, kinds: kinds, tokens: tokens, session: session, lease: lease)
    }

    func waitForWork(in queue: QueueName, for time: Duration) async throws {
        try await target.waitForWork(in: queue, for: time)
    }

    func extend(
        _ jobs: [TakenJob], in queue: QueueName, session: WorkerSession.ID, lease: Duration
    ) async throws -> [Claim] {
        try await meet(.extend)
        return try await target.extend(jobs, in: queue, session: session, lease: lease)
    }

    func settle(_ ended: [EndedLease], in queue: QueueName) async throws {
        try await meet(.settle)
        try await target.settle(ended, in: queue)
    }

    func reap(_ queue: QueueName, skipping: Int, limit: Int) async throws -> [Claim] {
        try await target.reap(queue, skipping: skipping, limit: limit)
    }

    func live(_ claims: [Claim], in queue: QueueName) async throws -> Set<Claim> {
        let live = try await target.live(claims, in: queue)
        try await meet(.live)
        return live
    }

    func release(_ claims: [Claim], in queue: QueueName) async throws {
        try await meet(.release)
        try await target.release(claims, in: queue)
    }

    func promote(_ queue: QueueName, limit: Int) async throws -> Int { try await target.promote(queue, limit: limit) }

    func stats(of queue: QueueName) async throws -> QueueStats { try await target.stats(of: queue) }

    func epoch(of queue: QueueName) async throws -> DispatcherEpoch {
        try await meet(.epoch)
        return try await target.epoch(of: queue)
    }

    func unknown(among offers: [Offer]) async throws -> [Offer] {
        let unknown = try await target.unknown(among: offers)
        try await meet(.unknown)
        return unknown
    }
}

/// What a dispatcher that cannot be reached throws.
struct Unreachable: DispatcherFailure {}
