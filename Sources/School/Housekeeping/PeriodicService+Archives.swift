import Operations

extension PeriodicService {
    /// Removes archives of persons whose time is over. Any number may run.
    static func expiredArchives(_ store: SchoolStore, logger: Logger) -> PeriodicService {
        PeriodicService("expired-archives", logger: logger) {
            try await store.removeExpiredArchives() > 0 ? .milliseconds(250) : .seconds(600)
        }
    }
}
