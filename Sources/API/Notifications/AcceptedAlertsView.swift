import Foundation
import HTTPServer
import JSON
import Notifications

/// What became of reported alerts.
struct AcceptedAlertsView: Encodable, Sendable {
    struct Alert: Encodable, Sendable {
        let fingerprint: String
        let status: String
        let severity: String
        /// The notification of its event.
        let id: UUID
        let statusURL: Link
        /// It was reported before.
        let duplicate: Bool
    }

    let accepted: Int
    let duplicates: Int
    /// In the order of the report.
    let alerts: [Alert]

    init(_ planned: PlannedAlerts) {
        accepted = planned.notifications.count
        duplicates = planned.accepted.count - accepted
        alerts = planned.accepted.map {
            Alert(
                fingerprint: $0.alert.fingerprint, status: $0.alert.status.rawValue, severity: $0.severity.rawValue,
                id: $0.notificationID, statusURL: Link("/notifications/\($0.notificationID.uuidString.lowercased())"),
                duplicate: $0.isRepeated)
        }
    }
}
