public import Contracts
import Cryptography
import Foundation
import Postgres

extension NotificationStore {
    /// Sends a person no more mails of a topic, or of any. Again it changes nothing.
    public func unsubscribe(_ token: UnsubscribeToken, _ scope: UnsubscribeScope) async throws {
        let topic = scope == .all ? "" : token.topic ?? ""
        _ = try await database.query(
            """
            insert into flotilla.unsubscriptions (tenant, person, topic)
            values (\(token.tenant), \(token.personName), \(topic)) on conflict do nothing
            """, of: token.tenant)
    }

    /// The language of the person whom a link is for; nil where it is not known.
    public func language(of token: UnsubscribeToken) async throws -> Language? {
        guard case .user(let user) = token.person else { return nil }
        return try await choices(of: user, in: token.tenant).map { Language(locale: $0.shown.locale) }
    }

    /// What signs the links of every process.
    func unsubscribeSigner() async throws -> UnsubscribeSigner {
        let row = try await database.query(
            "select secret from flotilla.notification_secrets where name = 'unsubscribe'", as: "flotilla_dispatcher"
        ).first
        guard let row else { throw MissingSecret() }
        return UnsubscribeSigner(secret: try row.decode("secret"))
    }
}

/// The migration made it.
struct MissingSecret: Error, CustomStringConvertible {
    var description: String {
        "flotilla.notification_secrets has no row 'unsubscribe': put back the one of a backup, or links of mails that were sent end"
    }
}

extension UnsubscribeToken {
    /// As in the column `unsubscriptions.person`.
    var personName: String {
        switch person {
        case .user(let id): id.uuidString.lowercased()
        case .address(let fingerprint): Hex.encode(fingerprint)
        }
    }
}
