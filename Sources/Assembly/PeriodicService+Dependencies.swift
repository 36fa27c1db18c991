public import Jobs
public import Operations
public import Storage

extension PeriodicService {
    /// Between looks while there is nothing to do: what a chain waits from one job to the next.
    private static let pause = Duration.milliseconds(50)

    /// Does what follows from ends of jobs, in small steps, and tells the dispatcher of the jobs that may run by it. Any
    /// number may run; what one leaves, the next one finds.
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

    /// They are on the list of jobs that were made ready: what the dispatcher does not hear here it hears by that.
    private static func offer(
        _ ids: [JobID], _ store: PostgresJobStore, _ broker: any JobBroker, _ logger: Logger
    ) async {
        guard !ids.isEmpty else { return }
        do {
            try await broker.offer(try await store.offers(of: ids))
        } catch {
            logger.debug("the dispatcher was not told of released jobs", ["error": .error(error)])
        }
    }
}
