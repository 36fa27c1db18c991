public import Postgres

/// The schema of this room.
public enum AccountMigrations {
    /// They stand on the schema `flotilla`, its function `current_tenant()` and the role `flotilla_tenant`.
    public static var all: [Migration] {
        [
            Migration(
                version: 100, name: "accounts",
                sql: String(decoding: PackageResources.V0100_accounts_sql, as: UTF8.self)),
            Migration(
                version: 101, name: "token_revocations",
                sql: String(decoding: PackageResources.V0101_token_revocations_sql, as: UTF8.self)),
        ]
    }
}
