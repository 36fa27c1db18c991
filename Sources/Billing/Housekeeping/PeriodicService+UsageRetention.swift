import Operations

extension PeriodicService {
    /// Deletes use that is older than it is kept, a page at a time. Any number may run.
    static func usageRetention(_ store: BillingStore, _ retention: Duration, logger: Logger) -> PeriodicService {
        PeriodicService("usage-retention", pauseAfterFailure: .seconds(60), logger: logger) {
            var deleted = 0
            var hasMore = true
            while hasMore {
                let step = try await store.collectUse(olderThan: retention)
                deleted += step.deleted
                hasMore = step.hasMore
                if hasMore { try await Task.sleep(for: .milliseconds(20)) }
            }
            if deleted > 0 { logger.info("old use is gone", ["deleted": .integer(deleted)]) }
            return .seconds(600)
        }
    }
}
