import Foundation
public import Jobs
import Postgres
public import Storage

extension NotificationStore {
    /// The job by which a settled delivery is tried once more, under the ids that it had: for the other side it is the same
    /// message. Its schedule begins anew.
    public func replay(of delivery: DeliveryRecord, minter: JobIDMinter, trace: TraceContext) throws -> NewJob? {
        guard let channel = Channel(rawValue: delivery.channel), delivery.status != .queued else { return nil }
        var job = NewJob(
            id: minter.mint(), tenant: delivery.tenant, definition: channel.definition,
            payload: try DeliveryJob(deliveryID: delivery.id).encoded(), trace: trace)
        job.limitKey = channel.isLimitedByDestination ? delivery.recipient : nil
        return job
    }

    /// Accepts such a job; of two at once for one delivery the later one counts.
    public func replay(
        _ delivery: DeliveryRecord, by job: NewJob, recording answer: IdempotencyRecord? = nil
    ) async throws {
        _ = try await jobs.enqueue(
            [job], with: Self.replayStatements(of: delivery, by: job), of: delivery.tenant, recording: answer)
    }

    static func replayStatements(of delivery: DeliveryRecord, by job: NewJob) -> [Query] {
        [
            // What was cut off is no reason to stop now: the caller knows that it may have arrived.
            cutOff(delivery.id),
            """
            update flotilla.deliveries
            set job_id = \(job.id.uuid), status = 'queued', reason = null, scheduled_at = clock_timestamp(),
                digest_id = null
            where id = \(delivery.id)
            """,
        ]
    }
}
