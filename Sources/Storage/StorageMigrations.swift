public import Postgres

/// The tables of the core.
public enum StorageMigrations {
    public static let all = [
        Migration(version: 1, name: "jobs", sql: String(decoding: PackageResources.V0001_jobs_sql, as: UTF8.self)),
        Migration(
            version: 2, name: "idempotency_keys",
            sql: String(decoding: PackageResources.V0002_idempotency_keys_sql, as: UTF8.self)),
        Migration(
            version: 3, name: "job_kinds",
            sql: String(decoding: PackageResources.V0003_job_kinds_sql, as: UTF8.self)),
        Migration(
            version: 4, name: "enqueueing",
            sql: String(decoding: PackageResources.V0004_enqueueing_sql, as: UTF8.self)),
        Migration(version: 7, name: "limits", sql: String(decoding: PackageResources.V0007_limits_sql, as: UTF8.self)),
    ]
}
