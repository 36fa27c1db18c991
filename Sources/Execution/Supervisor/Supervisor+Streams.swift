import Jobs
import Operations

extension Supervisor {
    /// Writes what the runs of an executor published, and has it send the next batch. Only runs whose claims are held are
    /// written. A write that fails is dropped: a stream is a view of the work, and the work goes on. The next write that
    /// succeeds finds the gap, and the run sends its whole stream again.
    func write(_ writes: [JobStreamWrite], number: UInt32, of executor: ExecutorID) {
        var batches: [QueueName: [JobStreamWrite]] = [:]
        for write in writes {
            guard let held = state.jobs[write.claim.id], held.job.claim == write.claim, held.executor == executor,
                held.phase != .overdue
            else { continue }
            batches[held.job.queue, default: []].append(write)
        }
        Task { [streams] in
            var again: [JobID] = []
            for (queue, batch) in batches {
                do {
                    again += try await streams?.write(batch, in: queue) ?? []
                    FailingDuties.shared.note(DispatchOperation.stream.complaint, nil)
                } catch {
                    failed(.stream, error)
                }
            }
            executors[executor]?.send(.streamReport(number, again: again))
        }
    }
}
