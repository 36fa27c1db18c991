import Jobs
import Operations
import Storage

extension PeriodicService {
    /// Keeps partitions made for the ids to come.
    static func partitions(store: PostgresJobStore, logger: Logger) -> PeriodicService {
        PeriodicService("partitions", pauseAfterFailure: .seconds(5), logger: logger) {
            try await store.ensurePartitions()
            return .seconds(60)
        }
    }
}
