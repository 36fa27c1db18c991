public import Accounts
import Channels
import Contracts
import Cryptography
public import Foundation
public import Jobs
import Postgres

/// Mails about the access to accounts. The secrets in them stand in `notifications.link` until their delivery is settled.
public struct AccessMails: Sendable {
    private let store: NotificationStore
    private let minter: JobIDMinter

    public init(store: NotificationStore, minter: JobIDMinter) {
        self.store = store
        self.minter = minter
    }

    /// The mail that brings an invitation. It is to be committed with it.
    /// - Parameter inviter: the user who asks for it.
    /// - Returns: nil when the account has invited very many today, or this address several times.
    public func invitation(
        _ invitation: Invitation, token: OneTimeToken, into tenant: UUID, by inviter: UUID, trace: TraceContext
    ) async throws -> PlannedNotification? {
        let now = ServerClock.shared.now
        let keys = Self.keys(
            "user_invited.\(Hex.encode(UnsubscribeToken.fingerprint(of: invitation.email.key)))",
            each: 86_400, at: now)
        guard let sender = try await store.invitingAccount(of: tenant, inviter, keys: keys),
            sender.invitations < Self.invitationsPerDay, let key = sender.freeKey
        else { return nil }
        var data: [String: TemplateValue] = [
            "school": .text(Self.cut(sender.name)), "expires_at": Self.end(of: .invitation, from: now),
        ]
        data["inviter"] = sender.inviter.map { .text(Self.cut($0)) }
        guard
            let notification = notification(
                "user_invited", data, page: "/#/accept", token, to: [], of: tenant, key: key, trace)
        else { return nil }
        let person = Person(
            userID: invitation.id, address: try? MailAddress(invitation.email.text), name: invitation.name,
            locale: invitation.locale?.text, preferences: nil, unsubscriptions: Unsubscriptions())
        let plan = DeliveryPlan(notification, people: [person], endpoints: [], minter: minter, now: now)
        return PlannedNotification(notification: notification, deliveries: plan.deliveries, createdAt: now)
    }

    /// The mail with which a user chooses another password. It is to be committed with the token.
    /// - Returns: nil when the user was sent several within the hour.
    public func reset(
        of user: User, token: OneTimeToken, trace: TraceContext
    ) async throws -> PlannedNotification? {
        let now = ServerClock.shared.now
        let keys = Self.keys("password_reset.\(user.id.uuidString.lowercased())", each: 3600, at: now)
        guard let key = try await store.freeKey(among: keys, of: user.account),
            let notification = notification(
                "password_reset", ["expires_at": Self.end(of: .reset, from: now)], page: "/#/reset", token,
                to: [.user(user.id)], of: user.account, key: key, trace)
        else { return nil }
        return try await store.plan(notification, minter: minter, now: now)
    }

    /// The mail that a password was changed.
    public func passwordChange(of user: User, trace: TraceContext) async throws -> PlannedNotification? {
        let now = ServerClock.shared.now
        let data: [String: TemplateValue] = ["changed_at": .text(now.formatted(.iso8601))]
        guard
            let notification = notification(
                "password_changed", data, page: nil, nil, to: [.user(user.id)], of: user.account, key: nil, trace)
        else { return nil }
        return try await store.plan(notification, minter: minter, now: now)
    }

    private func notification(
        _ name: String, _ data: [String: TemplateValue], page: String?, _ token: OneTimeToken?, to: [Recipient],
        of tenant: UUID, key: String?, _ trace: TraceContext
    ) -> NewNotification? {
        guard let template = Templates.named(name) else { return nil }
        let link = page.flatMap { page in token.flatMap { NotificationLink("\(page)?token=\($0.text)") } }
        return NewNotification(
            id: minter.mint().uuid, tenant: tenant, userID: nil, content: .template(template, data: data), to: to,
            channels: [.email], severity: nil, link: link, dedupKey: key, trace: trace)
    }

    // MARK: What is bounded

    /// Of one account.
    private static let invitationsPerDay = 5000
    /// To one address within a window of its kind.
    private static let mailsPerWindow = 5

    /// The keys of a window: each mail takes one, so that there are never more, whatever comes at once.
    private static func keys(_ prefix: String, each window: Double, at now: Date) -> [String] {
        let number = Int(exactly: (now.timeIntervalSince1970 / window).rounded(.down)) ?? 0
        return (1...mailsPerWindow).map { "\(prefix).\(number).\($0)" }
    }

    private static func end(of purpose: OneTimeToken.Purpose, from now: Date) -> TemplateValue {
        .text((now + purpose.lifetime).formatted(.iso8601))
    }

    /// As a template takes it.
    private static func cut(_ name: String) -> String { String(name.prefix(100)) }
}
