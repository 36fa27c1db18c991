public import Operations
public import Storage

extension PeriodicService {
    /// Forgets what operators did longer ago than it is kept. Any number may run.
    public static func forgottenActions(
        store: PostgresJobStore, _ retention: RetentionConfiguration, logger: Logger
    ) -> PeriodicService {
        PeriodicService("audit-forgetting", pauseAfterFailure: .seconds(60), logger: logger) {
            while !Task.isCancelled, try await store.forgetActions(olderThan: retention.audit) > 0 {}
            return .seconds(3600)
        }
    }
}
