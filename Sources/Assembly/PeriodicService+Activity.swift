public import Operations
public import Storage

extension PeriodicService {
    /// Counts what was enqueued, by whatever program. Any number may run; one does it at a time.
    public static func enqueuedCount(store: PostgresJobStore, logger: Logger) -> PeriodicService {
        PeriodicService("counting enqueued jobs", pauseAfterFailure: .seconds(5), logger: logger) {
            try await store.countEnqueued() ? .zero : .seconds(5)
        }
    }

    /// Makes days of figures ahead, merges and drops old ones.
    public static func activityDays(store: PostgresJobStore, logger: Logger) -> PeriodicService {
        PeriodicService("days of activity", pauseAfterFailure: .seconds(30), logger: logger) {
            try await store.tidyActivity()
            return .seconds(3600)
        }
    }
}
