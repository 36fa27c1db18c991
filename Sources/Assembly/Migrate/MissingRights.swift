import Postgres

/// What the login of `flotilla migrate` may not do, with the SQL by which another role lets it.
public struct MissingRights: Error, Sendable, CustomStringConvertible {
    /// A sentence each.
    let rights: [String]
    let login: String
    let statements: [String]

    public var description: String {
        """
        The role "\(login)" in DATABASE_URL lacks a right: \(rights.joined(separator: "; ")).
        Run this as a superuser or as the owner, then migrate again:
            \(statements.joined(separator: "\n    "))
        """
    }

    /// Asks the server what is missing.
    /// - Returns: nil when nothing is found.
    static func find(_ database: Database) async throws -> MissingRights? {
        let names = DatabaseRoles.all
        let row = try await database.query(
            """
            select current_user::text as login, quote_ident(current_user) as quoted,
                quote_ident(current_database()) as database, rolcreaterole or rolsuper as may_create_roles,
                has_database_privilege(current_database(), 'create')
                    or exists (select from pg_namespace where nspname = 'flotilla') as may_create_schemas,
                coalesce(
                    (select has_schema_privilege(oid, 'create') from pg_namespace where nspname = 'flotilla'), true)
                    as may_create_tables,
                array(select name from unnest(\(names)) name where not exists (
                    select from pg_roles r where r.rolname = name)) as absent,
                array(select name from unnest(\(names)) name join pg_roles r on r.rolname = name
                    where not pg_has_role(current_user, r.oid, 'usage')) as not_entered,
                (select quote_ident(tableowner) from pg_tables
                    where tablename = 'migrations' and schemaname = 'flotilla'
                    and not pg_has_role(current_user, tableowner, 'usage')) as owner
            from pg_roles where rolname = current_user
            """
        ).rows.first
        guard let row else { return nil }
        return MissingRights(
            login: try row.decode("login"), quoted: try row.decode("quoted"), database: try row.decode("database"),
            mayCreateRoles: try row.decode("may_create_roles"),
            mayCreateSchemas: try row.decode("may_create_schemas"),
            mayCreateTables: try row.decode("may_create_tables"), absent: try row.decode("absent"),
            notEntered: try row.decode("not_entered"), owner: try row.decode("owner"))
    }

    private init?(
        login: String, quoted: String, database: String, mayCreateRoles: Bool, mayCreateSchemas: Bool,
        mayCreateTables: Bool, absent: [String], notEntered: [String], owner: String?
    ) {
        var rights: [String] = []
        var statements: [String] = []
        if let owner {
            rights.append("the tables belong to \(owner), and it is not a member of that role (or migrate as \(owner))")
            statements.append("grant \(owner) to \(quoted);")
        }
        if !absent.isEmpty, !mayCreateRoles {
            rights.append("CREATEROLE, and the roles \(absent.joined(separator: ", ")) do not exist")
            statements += absent.map { "create role \($0) nologin;" }
        }
        let toGrant = notEntered + (mayCreateRoles ? [] : absent)
        if !toGrant.isEmpty {
            if absent.isEmpty { rights.append("membership in \(notEntered.joined(separator: ", "))") }
            statements.append("grant \(toGrant.joined(separator: ", ")) to \(quoted);")
        }
        if !mayCreateSchemas {
            rights.append("CREATE on the database \(database)")
            statements.append("grant create on database \(database) to \(quoted);")
        }
        if !mayCreateTables {
            rights.append("CREATE on the schema flotilla")
            statements.append("grant create on schema flotilla to \(quoted);")
        }
        guard !rights.isEmpty else { return nil }
        self.rights = rights
        self.login = login
        self.statements = statements
    }
}
