public import Jobs
public import Operations
public import Storage

extension PeriodicService {
    /// Between polls while there is nothing to do: the most that a chain waits from one job to the next.
    private static let pause = Duration.milliseconds(50)

    /// Releases the dependents of jobs that ended and counts batches, in small steps, and offers the released jobs to the
    /// dispatcher. Any number of processes may run it: each step is a transaction, and the next one goes on from there.
    public static func dependencies(
        store: PostgresJobStore, broker: any JobBroker, logger: Logger
    ) -> PeriodicService {
        PeriodicService("dependencies", logger: logger) {
            let work = try await store.dependencyWork()
            var didWork = false
            // One step of each kind that there is to make: none waits for the end of another.
            for kind in [DependencyWork.dependencies, .batches, .cancellations] where work.contains(kind) {
                let step = try await store.makeStep(of: kind)
                didWork = didWork || step.didWork
                await offer(step.released, store, broker, logger)
            }
            return didWork ? .zero : pause
        }
    }

    /// Best effort: the ids are also on the list of jobs made ready (`enqueued`), by which a failed offer is repeated.
    private static func offer(
        _ ids: [JobID], _ store: PostgresJobStore, _ broker: any JobBroker, _ logger: Logger
    ) async {
        guard !ids.isEmpty else { return }
        do {
            try await broker.offer(try await store.offers(of: ids))
        } catch {
            logger.debug("released jobs were not offered to the dispatcher", ["error": .error(error)])
        }
    }
}
