import AWS
import Postgres

extension User {
    init(_ row: Row) throws {
        guard let email = EmailAddress(try row.decode("email")) else {
            throw PostgresError.unreadable("a user's email")
        }
        guard let role = Role(rawValue: try row.decode("role")) else { throw PostgresError.unreadable("a user's role") }
        self.init(
            id: try row.decode("id"), account: try row.decode("account"), email: email, role: role,
            createdAt: try row.decode("created_at"))
    }
}

extension UserRecord {
    init(_ row: Row) throws {
        self.init(
            user: try User(row), name: try row.decode("name"), locale: try row.decode("locale"),
            isInvited: try row.decode("is_invited"))
    }
}

extension Credentials {
    init(_ row: Row) throws {
        self.init(user: try User(row), passwordHash: try row.decode("password_hash"))
    }
}

extension Account {
    init(_ row: Row) throws {
        let roleARN: String? = try row.decode("role_arn")
        self.init(
            id: try row.decode("id"), companyName: try row.decode("company_name"),
            roleARN: roleARN.flatMap { try? RoleARN($0) },
            externalID: ExternalID(rawValue: try row.decode("external_id")), createdAt: try row.decode("created_at"))
    }
}
