public import Foundation
import Postgres

extension NotificationStore {
    /// - Returns: nil where the account has no such user.
    public func choices(of user: UUID, in tenant: UUID) async throws -> PersonalChoices? {
        let row = try await database.query(
            """
            select users.locale, chosen.preferences, wishes.topics
            from flotilla.users
                left join flotilla.notification_preferences chosen on chosen.user_id = users.id
                cross join lateral (
                    select array_agg(topic) as topics from flotilla.unsubscriptions
                    where tenant = users.account and person in \(Self.unsubscribingNames)
                ) wishes
            where users.id = \(user) and users.account = \(tenant)
            """, of: tenant
        ).first
        return try row.map { row in
            PersonalChoices(
                standard: NotificationPreferences(locale: try row.decode("locale")),
                chosen: try NotificationPreferences(row), unsubscriptions: try Unsubscriptions(row))
        }
    }

    /// Puts the preferences of a user. Mails that they ask for and that were unsubscribed from come again; what is
    /// unsubscribed from meanwhile stays so.
    /// - Parameter old: as they were read for this.
    /// - Returns: what the user has now.
    public func put(
        _ preferences: NotificationPreferences, of user: UUID, in tenant: UUID, after old: PersonalChoices
    ) async throws -> PersonalChoices {
        let kept = old.unsubscriptions.kept(by: preferences)
        let ended =
            old.unsubscriptions.topics.subtracting(kept.topics).sorted()
            + (old.unsubscriptions.isFromAll && !kept.isFromAll ? [""] : [])
        let json = JSONText(Array(try JSONEncoder().encode(preferences)))
        _ = try await database.queries(
            [
                """
                insert into flotilla.notification_preferences (user_id, tenant, preferences)
                select id, account, \(json) from flotilla.users where id = \(user) and account = \(tenant)
                on conflict (user_id) do update set preferences = excluded.preferences, updated_at = now()
                """,
                """
                delete from flotilla.unsubscriptions using flotilla.users
                where users.id = \(user) and users.account = \(tenant) and unsubscriptions.tenant = \(tenant)
                    and person in \(Self.unsubscribingNames) and topic = any(\(ended))
                """,
            ], of: tenant)
        return PersonalChoices(standard: old.standard, chosen: preferences, unsubscriptions: kept)
    }

    /// Under which names unsubscriptions hold for a row of `users`: the id, and for mails that went to the address alone its
    /// fingerprint.
    static let unsubscribingNames: Query =
        "(users.id::text, encode(sha256(convert_to(lower(users.email), 'UTF8')), 'hex'))"
}
