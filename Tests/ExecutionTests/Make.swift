import Foundation
import Jobs

@testable import Execution

/// Values for tests.
enum Make {
    static let minter = JobIDMinter()
    static let queue: QueueName = "test"
    static let kind: JobKind = "test.kind"
    static let definition = JobDefinition(
        kind: kind, queue: queue, timeout: .seconds(10), maxAttempts: 3, grace: .seconds(2))

    static func taken(kind: JobKind = kind, in queue: QueueName = queue, isLimited: Bool = false) -> TakenJob {
        TakenJob(
            claim: Claim(id: minter.mint(), token: .random()), queue: queue, tenant: UUID(),
            lane: Lane(kind: kind, limitKey: nil), priority: 4, isLimited: isLimited)
    }

    static func jobs(_ count: Int, in queue: QueueName = queue) -> [TakenJob] {
        (0..<count).map { _ in taken(in: queue) }
    }

    /// The same job, taken once more.
    static func again(_ job: TakenJob) -> TakenJob {
        TakenJob(
            claim: Claim(id: job.claim.id, token: .random()), queue: job.queue, tenant: job.tenant, lane: job.lane,
            priority: job.priority)
    }

    static func claimed(
        payload: String = #"{"name": "a"}"#, kind: JobKind = kind, errors: Int = 0, maxAttempts: Int = 3,
        expiresAt: Date? = nil, checkpoint: String? = nil, trace: TraceContext = TraceContext()
    ) -> ClaimedJob {
        ClaimedJob(
            claim: Claim(id: minter.mint(), token: .random()), tenant: UUID(), kind: kind, queue: queue,
            payload: Array(payload.utf8), attempt: errors + 1, errors: errors, crashes: 0, maxAttempts: maxAttempts,
            timeout: .seconds(10), isUnique: true, checkpoint: checkpoint.map { Array($0.utf8) }, createdAt: Date(),
            readyAt: Date(),
            expiresAt: expiresAt, trace: trace)
    }

    static func end(_ job: TakenJob, _ status: JobStatus = .succeeded, again: Duration? = nil) -> ExecutorReport.End {
        ExecutorReport.End(id: job.claim.id, slotTime: 1000, status: status, again: again)
    }

    /// Keeps checkpoints in no store.
    struct NoKeeper: CheckpointKeeper {
        func keep(_ checkpoint: Checkpoint) async throws {}
    }

    static func start(_ job: TakenJob) -> StartRecord {
        StartRecord(id: job.claim.id, limit: .seconds(10), grace: .seconds(2), wait: .zero)
    }
}
