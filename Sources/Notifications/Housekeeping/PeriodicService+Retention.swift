import Operations

extension PeriodicService {
    /// Deletes notifications that are older than they are kept, a page at a time. Any number may run.
    static func notificationRetention(
        _ store: NotificationStore, _ retention: Duration, logger: Logger
    ) -> PeriodicService {
        PeriodicService("notification-retention", pauseAfterFailure: .seconds(60), logger: logger) {
            var deleted = 0
            var hasMore = true
            while hasMore {
                let step = try await store.collect(olderThan: retention)
                deleted += step.deleted
                hasMore = step.hasMore
                if hasMore { try await Task.sleep(for: .milliseconds(20)) }
            }
            if deleted > 0 { logger.info("old notifications are gone", ["deleted": .integer(deleted)]) }
            return .seconds(600)
        }
    }
}
