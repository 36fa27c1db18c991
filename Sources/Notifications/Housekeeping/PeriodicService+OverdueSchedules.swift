import Foundation
import Operations

extension PeriodicService {
    /// Asks that the schools of a tenant learn of its schedules that are overdue, once a day. Any number may run.
    static func overdueSchedules(_ store: NotificationStore, logger: Logger) -> PeriodicService {
        PeriodicService("overdue-schedules", logger: logger) {
            var place: UUID?
            repeat {
                place = try await store.announceOverdueSchedules(after: place)
                if place != nil { try await Task.sleep(for: .milliseconds(20)) }
            } while place != nil
            return .seconds(10)
        }
    }
}
