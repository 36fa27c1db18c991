public import Foundation
public import Jobs

/// What a report of alerts leads to: a notification for each that was not known.
public struct PlannedAlerts: Sendable {
    public struct Accepted: Sendable {
        public let alert: Alert
        /// That of its event.
        public let severity: Severity
        /// The notification of its event.
        public let notificationID: UUID
        /// It was reported before.
        public let isRepeated: Bool
    }

    /// In the order of the report.
    public let accepted: [Accepted]
    /// In an order that every report has in common, so that two of them never wait for each other.
    public let notifications: [PlannedNotification]

    public var jobs: [NewJob] { notifications.flatMap(\.jobs) }
}
