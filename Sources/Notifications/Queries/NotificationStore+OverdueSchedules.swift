import Contracts
import Cron
import Foundation
import Postgres

extension NotificationStore {
    /// Enqueues what announces the tenants' schedules that are overdue, of a page of them. Each is announced once a day.
    /// - Returns: where the next page begins; nil at the end.
    func announceOverdueSchedules(after place: UUID?) async throws -> UUID? {
        let kind = NotificationRequest.definition.kind.rawValue
        let tolerance: Query = "make_interval(secs => \(FiringPlan.tolerance / .seconds(1)))"
        let rows = try await database.query(
            "select flotilla.announce_overdue_schedules(\(kind), \(tolerance), \(place as UUID?), 200) as next",
            as: "flotilla_dispatcher")
        return try rows.first?.decode("next", as: UUID?.self)
    }
}
