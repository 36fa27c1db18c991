public import Flotilla
public import Foundation

/// A batch of an `InlineFleet`.
struct InlineBatch {
    let batch: NewBatch
    /// Whether it has called back.
    var isOver = false
}

extension InlineFleet {
    /// An id for a job of `enqueue(_:making:)`.
    public func newID() -> JobID { minter.mint() }

    /// Keeps jobs, and the batch that they are members of, until `runAll`. The batch's callback runs when all its members
    /// are settled.
    public func enqueue(_ new: [NewJob], making batch: NewBatch? = nil) throws {
        if let batch { batches[batch.id] = InlineBatch(batch: batch) }
        for job in new { keep(job) }
        if let callback = batch?.callback { keep(callback) }
    }

    /// What became of a batch so far.
    public func outcome(of batch: UUID) throws -> BatchOutcome {
        guard let known = batches[batch] else { throw Unmet("there is no batch \(batch)") }
        return outcome(batch, name: known.batch.name)
    }

    private func outcome(_ batch: UUID, name: String?) -> BatchOutcome {
        let members = order.compactMap { jobs[$0] }.filter { $0.job.batch == batch }
        func count(_ status: JobStatus) -> Int { members.count { $0.status == status } }
        return BatchOutcome(
            id: batch, name: name, total: members.count, succeeded: count(.succeeded), failed: count(.failed),
            cancelled: count(.cancelled))
    }

    /// Whether a job waits for others, or for its batch.
    func isWaiting(_ id: JobID) -> Bool {
        guard let job = jobs[id]?.job else { return false }
        if job.after.contains(where: { jobs[$0]?.status.isSettled != true }) { return true }
        return batches.values.contains { $0.batch.callback?.id == id && !$0.isOver }
    }

    /// Cancels dependents of jobs that did not succeed.
    func settleDependents() {
        var isChanging = true
        while isChanging {
            isChanging = false
            for id in order {
                guard let job = jobs[id], !job.status.isSettled, job.job.afterFailed == .cancel else { continue }
                let states = job.job.after.compactMap { jobs[$0]?.status }
                guard states.contains(where: { $0 == .failed || $0 == .cancelled }) else { continue }
                jobs[id]?.giveUp()
                isChanging = true
            }
        }
    }

    /// Batches whose members are all settled call back.
    func endBatches() throws {
        for (id, batch) in batches where !batch.isOver {
            let outcome = outcome(id, name: batch.batch.name)
            guard outcome.total == outcome.succeeded + outcome.failed + outcome.cancelled else { continue }
            batches[id]?.isOver = true
            guard let callback = batch.batch.callback else { continue }
            var payload = try JSONSerialization.jsonObject(with: Data(callback.payload)) as? [String: Any] ?? [:]
            payload["batch"] = try JSONSerialization.jsonObject(with: try JSONEncoder.jobs.encode(outcome))
            jobs[callback.id]?.replacePayload(Array(try JSONSerialization.data(withJSONObject: payload)))
        }
    }
}
