public import Postgres

/// The tables of scans and of what they find.
public enum ScanMigrations {
    public static let all = [
        migration(200, "scans", PackageResources.V0200_scans_sql),
        migration(201, "resources", PackageResources.V0201_resources_sql),
        migration(202, "performance", PackageResources.V0202_performance_sql),
        migration(203, "findings", PackageResources.V0203_findings_sql),
        migration(204, "completeness", PackageResources.V0204_completeness_sql),
        migration(205, "scan_retention", PackageResources.V0205_scan_retention_sql),
    ]

    private static func migration(_ version: Int, _ name: String, _ text: [UInt8]) -> Migration {
        Migration(version: version, name: name, sql: String(decoding: text, as: UTF8.self))
    }
}
