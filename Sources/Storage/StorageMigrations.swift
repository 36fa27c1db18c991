public import Postgres

/// The tables and functions of the queue.
public enum StorageMigrations {
    public static let all = MigrationSet(
        [
            Migration(1, "foundations", PackageResources.V0001_foundations_sql),
            Migration(2, "jobs", PackageResources.V0002_jobs_sql),
            Migration(3, "kinds", PackageResources.V0003_kinds_sql),
            Migration(4, "workers", PackageResources.V0004_workers_sql),
            Migration(5, "dependencies", PackageResources.V0005_dependencies_sql),
            Migration(6, "schedules", PackageResources.V0006_schedules_sql),
            Migration(7, "limits", PackageResources.V0007_limits_sql),
            Migration(8, "retention", PackageResources.V0008_retention_sql),
            Migration(9, "requests", PackageResources.V0009_requests_sql),
            Migration(10, "running", PackageResources.V0010_running_sql),
            Migration(11, "failing duties", PackageResources.V0011_failing_duties_sql),
            Migration(12, "bounded times", PackageResources.V0012_bounded_times_sql),
            Migration(13, "activity", PackageResources.V0013_activity_sql),
            Migration(15, "audit", PackageResources.V0015_audit_sql),
            Migration(16, "followers", PackageResources.V0016_followers_sql),
            Migration(17, "carried trace", PackageResources.V0017_carried_trace_sql),
        ],
        functions: [
            RepeatableFunction("partitions", PackageResources.partitions_sql),
            RepeatableFunction("enqueue", PackageResources.enqueue_sql),
            RepeatableFunction("settlement", PackageResources.settlement_sql),
            RepeatableFunction("dependencies", PackageResources.dependencies_sql),
            RepeatableFunction("batches", PackageResources.batches_sql),
            RepeatableFunction("limits", PackageResources.limits_sql),
            RepeatableFunction("retention", PackageResources.retention_sql),
            RepeatableFunction("collection", PackageResources.collection_sql),
            RepeatableFunction("activity", PackageResources.activity_sql),
            RepeatableFunction("triggers", PackageResources.triggers_sql),
            RepeatableFunction("versions", PackageResources.versions_sql),
            RepeatableFunction("audit", PackageResources.audit_sql),
            RepeatableFunction("audited queue", PackageResources.audited_sql),
        ])
}
