public import Jobs
public import Operations

/// Replaces parts of the jobs by what of them is kept, so that the others go. Any number may run, and stop anywhere.
public struct RetentionService: Service {
    public let name = "retention"
    private static let page = 2000
    /// Between steps, so that copying takes a part of the database's time only.
    private static let breath = Duration.milliseconds(10)
    private static let pause = Duration.seconds(600)

    private let store: any RetentionStore
    private let limits: FleetRetention
    private let dropped: Counter
    private let kept: Counter
    private let collections: Counter
    private let blocked: Counter
    private let logger: Logger
    private let stopped = StopLatch()

    public init(
        store: any RetentionStore, _ configuration: RetentionConfiguration, registry: MetricsRegistry, logger: Logger
    ) {
        self.store = store
        limits = FleetRetention(configuration)
        self.logger = logger
        dropped = registry.counter(
            "flotilla_retention_dropped_jobs_total", help: "Settled jobs that went because they were past their limits."
        )
        kept = registry.counter(
            "flotilla_retention_kept_jobs_total", help: "Jobs that stayed when others of their time went."
        )
        collections = registry.counter(
            "flotilla_retention_partitions_total", help: "Times that a partition of jobs was replaced or dropped."
        )
        blocked = registry.counter(
            "flotilla_retention_blocked_total", help: "Times that a lock on jobs was not to be had at once."
        )
    }

    public func run() async throws {
        let working = Task {
            let limit = RepeatLimit(every: .seconds(30))
            while !Task.isCancelled {
                do {
                    while !Task.isCancelled, try await store.beginCollection(limits) { try await step() }
                    try await Task.sleep(for: Self.pause)
                } catch {
                    if let suppressed = limit.admit("retention"), !Task.isCancelled {
                        logger.warning(
                            "old jobs could not be seen to; it is tried again",
                            ["error": .error(error), "suppressed": .integer(suppressed)])
                    }
                    try? await Task.sleep(for: .seconds(5))
                }
            }
        }
        await stopped.wait()
        working.cancel()
    }

    private func step() async throws {
        switch try await store.makeCollectionStep(page: Self.page) {
        case .idle: try await Task.sleep(for: .seconds(1))
        case .blocked:
            blocked.increment()
            try await Task.sleep(for: .milliseconds(200))
        case .made: try await Task.sleep(for: Self.breath)
        case .finished(let gone, let stayed):
            dropped.increment(by: gone)
            kept.increment(by: stayed)
            collections.increment()
            logger.info("old jobs are gone", ["dropped": .integer(gone), "kept": .integer(stayed)])
        }
    }

    public func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }
}
