public import Postgres

/// The tables of the core.
public enum StorageMigrations {
    public static let all = [
        migration(1, "jobs", PackageResources.V0001_jobs_sql),
        migration(2, "idempotency_keys", PackageResources.V0002_idempotency_keys_sql),
        migration(3, "job_kinds", PackageResources.V0003_job_kinds_sql),
        migration(4, "enqueueing", PackageResources.V0004_enqueueing_sql),
        migration(5, "following", PackageResources.V0005_following_sql),
        migration(6, "schedules", PackageResources.V0006_schedules_sql),
        migration(7, "limits", PackageResources.V0007_limits_sql),
        migration(8, "job_retention", PackageResources.V0008_job_retention_sql),
        migration(16, "bounded_numbers", PackageResources.V0016_bounded_numbers_sql),
        migration(17, "idempotency_of_tenants", PackageResources.V0017_idempotency_of_tenants_sql),
        migration(18, "failures_by_time", PackageResources.V0018_failures_by_time_sql),
    ]

    private static func migration(_ version: Int, _ name: String, _ text: [UInt8]) -> Migration {
        Migration(version: version, name: name, sql: String(decoding: text, as: UTF8.self))
    }
}
