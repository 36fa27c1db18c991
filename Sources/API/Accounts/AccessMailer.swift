import Accounts
import Foundation
import HTTPServer
import Notifications
import Operations
import Postgres
import Storage
import Synchronization

/// Commits mails about the access to accounts. Where there is no room for their jobs, none is sent.
final class AccessMailer: Sendable {
    private let context: APIContext
    private let store: NotificationStore
    private let mails: AccessMails
    private let running = Mutex(0)
    private let warnings = RepeatLimit(every: .seconds(10))
    /// Reports of lost passwords that are looked up at once; further ones are dropped.
    private static let mostRunning = 64

    init(_ context: APIContext) {
        self.context = context
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
        mails = AccessMails(store: store, minter: context.minter)
    }

    // MARK: Invitations

    /// Commits an invitation with its mail, where it has one.
    /// - Parameters:
    ///   - invite: commits it without.
    /// - Throws: what `invite` throws for it.
    func invite(
        _ invitation: Invitation, _ token: OneTimeToken, by call: Call, recording answer: IdempotencyRecord?,
        else invite: () async throws -> Void
    ) async throws {
        let principal = call.principal
        let mail = try await mails.invitation(
            invitation, token: token, into: principal.tenant, by: principal.userID, trace: call.request.trace)
        guard let mail else { return try await invite() }
        do {
            try await commit(mail, with: invitation.statements, recording: answer)
        } catch is RepeatedNotification {
            try await invite()
        } catch is Problem {
            try await invite()
        }
    }

    // MARK: Passwords

    /// Looks up who lost a password, beside the answer to the report: neither what that says nor when it comes depends on
    /// whether there is such a user.
    func reset(_ email: EmailAddress, _ request: HTTPRequest, _ authenticator: Authenticator) {
        let isFree = running.withLock { running in
            guard running < Self.mostRunning else { return false }
            running += 1
            return true
        }
        guard isFree, authenticator.admitsReset(from: request.subscriber) else {
            if isFree { running.withLock { $0 -= 1 } }
            return warn("reports of lost passwords are too many; this one is dropped", nil)
        }
        let trace = request.trace
        Task {
            defer { running.withLock { $0 -= 1 } }
            do {
                guard let user = try await authenticator.user(with: email) else { return }
                let token = OneTimeToken.random()
                guard let mail = try await mails.reset(of: user, token: token, trace: trace) else { return }
                try await commit(mail, with: AccountStore.statementsOfReset(of: user, by: token))
            } catch is RepeatedNotification {
                // As many as may be sent within the hour came at once.
            } catch {
                warn("a lost password was reported, and no mail could be made", error)
            }
        }
    }

    /// Lets a user know that the password was changed. That stands already: what goes wrong here is logged.
    func passwordChanged(_ user: User, _ request: HTTPRequest) async {
        do {
            guard let mail = try await mails.passwordChange(of: user, trace: request.trace) else { return }
            try await commit(mail)
        } catch {
            warn("a password was changed, and no mail could be made", error)
        }
    }

    private func commit(
        _ mail: PlannedNotification, with statements: [Query] = [], recording answer: IdempotencyRecord? = nil
    ) async throws {
        let store = store
        _ = try await context.admitting(mail.jobs) {
            try await store.create(mail, with: statements, recording: answer)
            return [:]
        }
    }

    private func warn(_ message: String, _ error: (any Error)?) {
        guard let suppressed = warnings.admit(message) else { return }
        if let error {
            context.logger.warning(message, ["error": .error(error), "suppressed": .integer(suppressed)])
        } else {
            context.logger.warning(message, ["suppressed": .integer(suppressed)])
        }
    }
}
