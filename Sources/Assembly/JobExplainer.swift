public import Broker
import Foundation
public import Jobs
public import Operations
public import Storage

/// Says of an open job why it is not done: one statement, and one question to Redis where its place matters.
public struct JobExplainer: Sendable {
    private let store: PostgresJobStore
    private let broker: RedisBroker
    private let lease: Duration
    private let redisLimit: Duration
    private let trouble: @Sendable (QueueName) async -> Diagnosis?

    /// - Parameters:
    ///   - lease: the fleet's: who is silent for longer is taken for dead.
    ///   - redisLimit: what Redis gets to answer.
    ///   - trouble: what keeps Redis from serving a queue. It may answer where a job is, and yet give out none.
    public init(
        store: PostgresJobStore, broker: RedisBroker, lease: Duration, redisLimit: Duration,
        trouble: @escaping @Sendable (QueueName) async -> Diagnosis?
    ) {
        self.trouble = trouble
        self.store = store
        self.broker = broker
        self.lease = lease
        self.redisLimit = redisLimit
    }

    /// nil for a settled job.
    public func why(_ job: JobRecord) async throws -> JobDiagnosis? {
        switch job.status {
        case .succeeded, .failed, .cancelled: return nil
        case .scheduled where job.runAt == nil:
            return .waitingFor((job.after ?? []).filter { $0.outcome == nil }.map(\.id))
        case .scheduled where job.runAt.map { $0 > ServerClock.shared.now } ?? false: return .scheduled(job.runAt)
        case .retrying where job.runAt.map { $0 > ServerClock.shared.now } ?? false:
            return .retrying(job.runAt, error: job.error?.code)
        case .running: return try await running(job)
        case .queued, .scheduled, .retrying: return try await waiting(job)
        }
    }

    private func running(_ job: JobRecord) async throws -> JobDiagnosis? {
        let silence = try await store.circumstances(of: job, lease: lease)?.ownerSilence
        return .running(
            JobDiagnosis.Running(
                attempt: job.attempt, since: job.startedAt,
                until: job.startedAt.map { $0 + job.timeout / .seconds(1) }, session: job.attempts.last?.session,
                silence: silence, lease: lease))
    }

    /// nil where another reason keeps a suspect from running.
    private func isolation(
        of job: JobRecord, at place: DispatcherPosition, _ workers: Int
    ) async throws -> JobDiagnosis? {
        let others = try await store.runningAlone(in: job.queue)
        if case .ready = place, others.count < workers { return nil }
        return .isolated(crashes: job.crashes, behind: others)
    }

    private func waiting(_ job: JobRecord) async throws -> JobDiagnosis? {
        guard let around = try await store.circumstances(of: job, lease: lease) else { return nil }
        guard around.isKindKnown else { return .unknownKind(job.kind) }
        let lane = Lane(kind: job.kind, limitKey: around.limitKey)
        if let trouble = await trouble(job.queue) { return .dispatcherAway(.init(trouble), workers: around.workers) }
        let place: DispatcherPosition
        do {
            place = try await broker.place(
                of: job.id, tenant: job.tenant, lane: lane, in: job.queue, within: redisLimit)
        } catch {
            guard let trouble = Diagnosis.redis(error) else { throw error }
            return .dispatcherAway(.init(trouble), workers: around.workers)
        }
        if around.workers == 0 { return .noWorker(job.queue, quiet: around.quietWorkers) }
        if job.crashes >= ClaimedJob.suspicion, let why = try await isolation(of: job, at: place, around.workers) {
            return why
        }
        switch place {
        case .ready(let ahead, let tenants):
            let offer = Offer(
                id: job.id, queue: job.queue, tenant: job.tenant, lane: lane, priority: job.priority, runAt: nil)
            let hold = try? await broker.hold(of: offer, within: redisLimit)
            return hold?.blockingLimits.first.map { JobDiagnosis($0, queue: job.queue) }
                ?? .turn(ahead: ahead, tenants: tenants, workers: around.workers)
        case .leased: return .taken
        case .due, .unknown: return .notOffered
        }
    }
}

extension JobDiagnosis.Trouble {
    init(_ diagnosis: Diagnosis) { self.init(code: diagnosis.code, problem: diagnosis.problem) }
}
