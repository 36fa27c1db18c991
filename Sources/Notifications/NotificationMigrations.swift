public import Postgres

/// The tables and functions of notifications, their deliveries and destinations.
public enum NotificationMigrations {
    public static let all = MigrationSet(
        [
            Migration(300, "notifications", PackageResources.V0300_notifications_sql),
            Migration(301, "notification_secrets", PackageResources.V0301_notification_secrets_sql),
            Migration(302, "access_mails", PackageResources.V0302_access_mails_sql),
            Migration(303, "digests", PackageResources.V0303_digests_sql),
            Migration(304, "notification_retention", PackageResources.V0304_notification_retention_sql),
            Migration(305, "fallbacks", PackageResources.V0305_fallbacks_sql),
            Migration(306, "outside_mails", PackageResources.V0306_outside_mails_sql),
            Migration(307, "inbox_changes", PackageResources.V0307_inbox_changes_sql),
        ],
        functions: [
            RepeatableFunction("notifications", PackageResources.notifications_sql),
            RepeatableFunction("overdue_schedules", PackageResources.overdue_schedules_sql),
            RepeatableFunction("audited notifications", PackageResources.audited_sql),
        ])
}
