public import Jobs
public import Operations

/// Does what follows from ends of jobs, in small steps, and tells the dispatcher of the jobs that may run by it. Any
/// number may run; what one leaves, the next one finds.
public struct FollowService: Service {
    public typealias Store = FollowStore & JobStore

    public let name = "following"
    /// Between looks while there is nothing to do: what a chain waits from one job to the next.
    private static let pause = Duration.milliseconds(50)
    private let store: any Store
    private let broker: any JobBroker
    private let logger: Logger
    private let stopped = StopLatch()

    public init(store: any Store, broker: any JobBroker, logger: Logger) {
        self.store = store
        self.broker = broker
        self.logger = logger
    }

    public func run() async throws {
        let working = Task {
            let limit = RepeatLimit(every: .seconds(30))
            while !Task.isCancelled {
                do {
                    if try await round() { continue }
                    try await Task.sleep(for: Self.pause)
                } catch {
                    if let suppressed = limit.admit("following"), !Task.isCancelled {
                        logger.warning(
                            "a step of what follows from jobs failed; it is tried again",
                            ["error": .error(error), "suppressed": .integer(suppressed)])
                    }
                    try await Task.sleep(for: .seconds(1))
                }
            }
        }
        await stopped.wait()
        working.cancel()
    }

    /// One step of each kind that there is to make: none waits for the end of another.
    /// - Returns: whether anything was done.
    private func round() async throws -> Bool {
        let work = try await store.followWork()
        var didWork = false
        for kind in [FollowWork.dependencies, .batches, .cancellations] where work.contains(kind) {
            let step = try await store.makeStep(of: kind)
            didWork = didWork || step.didWork
            await offer(step.released)
        }
        return didWork
    }

    /// They are on the list of jobs that were made ready: what the dispatcher does not hear here it hears by that.
    private func offer(_ ids: [JobID]) async {
        guard !ids.isEmpty else { return }
        do {
            try await broker.offer(try await store.offers(of: ids))
        } catch {
            logger.debug("the dispatcher was not told of released jobs", ["error": .error(error)])
        }
    }

    public func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }
}
