public import Postgres

/// The tables of scans and of what they find.
public enum ScanMigrations {
    public static let all = [
        Migration(version: 200, name: "scans", sql: String(decoding: PackageResources.V0200_scans_sql, as: UTF8.self))
    ]
}
