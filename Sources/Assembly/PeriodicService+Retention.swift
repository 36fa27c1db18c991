import Jobs
public import Operations
public import Storage

extension PeriodicService {
    /// Replaces parts of the jobs by what of them is kept, so that the others go. Any number may run, and stop anywhere.
    public static func retention(
        store: PostgresJobStore, _ configuration: RetentionConfiguration, registry: MetricsRegistry, logger: Logger
    ) -> PeriodicService {
        let retention = Retention(store: store, configuration, registry: registry, logger: logger)
        return PeriodicService("retention", pauseAfterFailure: .seconds(5), logger: logger) {
            try await retention.collect()
        }
    }
}

/// The work of retention, and what it counts.
private struct Retention: Sendable {
    private static let page = 2000
    /// Between steps, so that copying takes a part of the database's time only.
    private static let breath = Duration.milliseconds(10)
    private static let pause = Duration.seconds(600)

    private let store: PostgresJobStore
    private let limits: FleetRetention
    private let dropped: Counter
    private let kept: Counter
    private let collections: Counter
    private let blocked: Counter
    private let logger: Logger

    init(
        store: PostgresJobStore, _ configuration: RetentionConfiguration, registry: MetricsRegistry, logger: Logger
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

    /// All that is to go now.
    /// - Returns: the pause until the next look.
    func collect() async throws -> Duration {
        while !Task.isCancelled, try await store.beginCollection(limits) { try await step() }
        return Self.pause
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
}
