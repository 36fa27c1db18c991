public import Postgres

/// The tables and functions of notifications, their deliveries and destinations.
public enum NotificationMigrations {
    public static let all = MigrationSet(
        [
            Migration(300, "notifications", PackageResources.V0300_notifications_sql),
            Migration(301, "notification_secrets", PackageResources.V0301_notification_secrets_sql),
        ],
        functions: [RepeatableFunction("notifications", PackageResources.notifications_sql)])
}
