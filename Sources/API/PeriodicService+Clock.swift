import Jobs
import Operations
import Storage

extension PeriodicService {
    /// Keeps the ids that this process mints on PostgreSQL's clock, and partitions made for those to come.
    static func clock(minter: JobIDMinter, store: PostgresJobStore, logger: Logger) -> PeriodicService {
        PeriodicService("clock", pauseAfterFailure: .seconds(5), logger: logger) {
            minter.adjust(serverTime: try await store.serverTime())
            try await store.ensurePartitions()
            return .seconds(60)
        }
    }
}
