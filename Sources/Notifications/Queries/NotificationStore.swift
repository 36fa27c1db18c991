import Foundation
import Jobs
public import Postgres
public import Storage

/// Notifications and their deliveries, in PostgreSQL. Every statement runs under the rights of the tenant that it serves.
public struct NotificationStore: Sendable {
    let database: TenantDatabase
    /// Accepts the jobs of deliveries.
    let jobs: PostgresJobStore

    public init(database: TenantDatabase, jobs: PostgresJobStore) {
        self.database = database
        self.jobs = jobs
    }
}

/// Another notification holds the key.
public struct RepeatedNotification: Error, Sendable {
    public init() {}
}

/// The account has sent as many mails to addresses that are no users of it as it may within the hour.
public struct OutsideMailsExceeded: Error, Sendable {
    /// Of the notification.
    public let mails: Int
    /// Of an hour.
    public let most: Int
}

extension PostgresError {
    /// Raised by `flotilla.hold_notification_key`.
    var isHeldNotificationKey: Bool { sqlState == "FL030" }
    /// Raised by `flotilla.count_outside_mails`.
    var hasNoRoomForOutsideMails: Bool { sqlState == "FL032" }
}
