import Foundation
import Operations
import Synchronization

extension PeriodicService {
    /// Ends deliveries that no job is at work on any more: after a crash that was the last. Any number may run.
    static func abandonedDeliveries(_ store: NotificationStore, logger: Logger) -> PeriodicService {
        let place = Mutex<UUID?>(nil)
        return PeriodicService("abandoned-deliveries", logger: logger) {
            let (next, ended) = try await store.endAbandoned(after: place.withLock { $0 })
            place.withLock { $0 = next }
            if ended > 0 { logger.warning("deliveries ended without an outcome", ["count": .integer(ended)]) }
            return next == nil ? .seconds(5) : .milliseconds(250)
        }
    }
}
