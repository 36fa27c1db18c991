import Foundation
import Postgres

/// An account that invites.
struct InvitingAccount {
    let name: String
    /// The name of the user who asks.
    let inviter: String?
    /// Mails with invitations within a day.
    let invitations: Int
    /// nil when all were used.
    let freeKey: String?
}

extension NotificationStore {
    /// - Parameter keys: of which one is to be free.
    /// - Returns: nil where there is no such account.
    func invitingAccount(of tenant: UUID, _ inviter: UUID, keys: [String]) async throws -> InvitingAccount? {
        let rows = try await database.queries(
            [
                """
                select company_name, (select name from flotilla.users where id = \(inviter)) as inviter,
                    (select count(*) from flotilla.notifications
                        where tenant = \(tenant) and template = 'user_invited'
                            and created_at > now() - interval '1 day') as invitations
                from flotilla.accounts where id = \(tenant)
                """,
                Self.heldKeys(among: keys, of: tenant),
            ], of: tenant)
        guard let row = rows[0].first else { return nil }
        return InvitingAccount(
            name: try row.decode("company_name"), inviter: try row.decode("inviter"),
            invitations: Int(try row.decode("invitations", as: Int64.self)),
            freeKey: try Self.free(keys, beside: rows[1]))
    }

    /// The first key that no notification holds.
    func freeKey(among keys: [String], of tenant: UUID) async throws -> String? {
        try Self.free(keys, beside: try await database.query(Self.heldKeys(among: keys, of: tenant), of: tenant))
    }

    private static func heldKeys(among keys: [String], of tenant: UUID) -> Query {
        "select key from flotilla.notification_keys where tenant = \(tenant) and key = any(\(keys))"
    }

    private static func free(_ keys: [String], beside rows: Rows) throws -> String? {
        let held = Set(try rows.map { try $0.decode("key", as: String.self) })
        return keys.first { !held.contains($0) }
    }
}
