import Foundation
public import Jobs
import Postgres
public import Storage

extension NotificationStore {
    /// The job by which a settled delivery is tried once more, under the ids that it had: for the other side it is the same
    /// message. Its schedule begins anew.
    public func replay(of delivery: DeliveryRecord, minter: JobIDMinter, trace: TraceContext) throws -> NewJob? {
        guard let channel = Channel(rawValue: delivery.channel), delivery.isReplayable else { return nil }
        var job = NewJob(
            id: minter.mint(), tenant: delivery.tenant, definition: channel.definition,
            payload: try DeliveryJob(deliveryID: delivery.id).encoded(), trace: trace)
        job.limitKey = channel.isLimitedByDestination ? delivery.recipient : nil
        return job
    }

    /// Accepts such a job.
    /// - Throws: `ReplayedAlready` when another replay came first.
    public func replay(
        _ delivery: DeliveryRecord, by job: NewJob, recording answer: IdempotencyRecord? = nil
    ) async throws {
        do {
            _ = try await jobs.enqueue(
                [job], with: Self.replayStatements(of: delivery, by: job), of: delivery.tenant, recording: answer)
        } catch let error as PostgresError where error.sqlState == "FL031" {
            throw ReplayedAlready()
        }
    }

    static func replayStatements(of delivery: DeliveryRecord, by job: NewJob) -> [Query] {
        ["select flotilla.replay_delivery(\(delivery.id), \(delivery.jobID), \(job.id.uuid))"]
    }
}

/// Another replay of the delivery came first.
public struct ReplayedAlready: Error, Sendable {}

extension DeliveryRecord {
    /// Whether it can be sent again: it is settled, there was somewhere to send it, and what it said is still there.
    public var isReplayable: Bool { replayObjection == nil }

    /// Why it cannot, for a caller; nil when it can.
    public var replayObjection: String? {
        switch status {
        case .queued: "The delivery waits for its next attempt: its job says when that is."
        case .suppressed: "Nothing was sent (\(reason ?? "suppressed")): send a new notification when that has changed."
        case .sent, .failed, .unknown:
            isRemoved
                ? "What the mail said is removed once it is settled, since it opens an account: ask for another one."
                : nil
        }
    }
}
