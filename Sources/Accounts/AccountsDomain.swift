public import Assembly
public import Postgres

/// Accounts (the tenants), their users, and who may do what.
public enum AccountsDomain: FleetDomain {
    public static let name = "accounts"
    public static var migrations: MigrationSet { AccountMigrations.all }
    public static var personalRows: [PersonalRows] { PersonalRows.ofAccounts }
}
