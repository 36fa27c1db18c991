public import Postgres

/// The tables and functions of accounts. They stand on the foundations of the queue's migrations: roles,
/// `flotilla.current_tenant()`, `flotilla.protect_tenant_table()`.
public enum AccountMigrations {
    public static let all = MigrationSet(
        [
            Migration(100, "accounts", PackageResources.V0100_accounts_sql),
            Migration(101, "token_revocations", PackageResources.V0101_token_revocations_sql),
            Migration(102, "users", PackageResources.V0102_users_sql),
            Migration(103, "operators", PackageResources.V0103_operators_sql),
        ],
        functions: [
            RepeatableFunction("sign_in", PackageResources.sign_in_sql),
            RepeatableFunction("revocations", PackageResources.revocations_sql),
            RepeatableFunction("users", PackageResources.users_sql),
            RepeatableFunction("operators", PackageResources.operators_sql),
            RepeatableFunction("names", PackageResources.names_sql),
            RepeatableFunction("audited accounts", PackageResources.audited_sql),
        ])
}
