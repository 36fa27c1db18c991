public import Postgres

/// The tables and functions of scans and of what they find.
public enum ScanMigrations {
    public static let all = MigrationSet(
        [
            Migration(200, "scans", PackageResources.V0200_scans_sql),
            Migration(201, "resources", PackageResources.V0201_resources_sql),
            Migration(202, "performance", PackageResources.V0202_performance_sql),
            Migration(203, "findings", PackageResources.V0203_findings_sql),
            Migration(204, "scan_announcements", PackageResources.V0204_scan_announcements_sql),
        ],
        functions: [
            RepeatableFunction("scan_partitions", PackageResources.scan_partitions_sql),
            RepeatableFunction("scan_retention", PackageResources.scan_retention_sql),
            RepeatableFunction("findings", PackageResources.findings_sql),
            RepeatableFunction("scan_announcements", PackageResources.scan_announcements_sql),
            RepeatableFunction("audited scans", PackageResources.audited_sql),
        ])
}
