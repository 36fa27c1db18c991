public import Accounts
public import Channels
public import Foundation

/// Whom a request names.
public enum Recipient: Sendable, Hashable {
    case user(UUID)
    /// Every user of the account with that role.
    case role(Role)
    /// A person who need not be a user.
    case address(MailAddress, name: String?, locale: String?)
}

/// A person whom a recipient leads to.
public struct Person: Sendable {
    /// nil for an address that no user of the account has.
    public let userID: UUID?
    public let address: MailAddress?
    public let name: String?
    /// A language tag, such as `fr-FR`.
    public let locale: String?
    /// nil where none were set.
    let preferences: NotificationPreferences?
    let unsubscriptions: Unsubscriptions
}

extension MailAddress {
    /// Equal for addresses that reach the same mailbox: with servers in use today, letters of ASCII differ in no case.
    var key: String { description.lowercased() }
}

extension Person {
    /// What becomes of a message to them.
    func decision(
        _ channel: Channel, _ content: NotificationContent, _ severity: Severity, at now: Date
    ) -> DeliveryDecision {
        (preferences ?? NotificationPreferences(locale: locale)).decision(
            channel, topic: content.topic, severity: severity, unsubscriptions: unsubscriptions, now: now)
    }

    /// Whether they asked for mails of a topic that goes by other ways by default.
    func asksForMail(of content: NotificationContent) -> Bool {
        content.template?.treatment.channels.contains(.inApp) == true
            && preferences?.topics[content.topic]?.email == true
    }

    /// In which language they read, and by which clock.
    public var reader: Reader {
        Reader(name: name, locale: preferences?.locale ?? locale, timeZone: preferences?.zone ?? .gmt)
    }
}
