public import Accounts
public import Assembly
public import Foundation
public import Jobs
import Postgres

/// Runs of `school.erase`. What names the person is changed or removed in one transaction; then the user goes, and with it every
/// token. What a token that was not yet known to be over has written meanwhile goes by a second pass. Each step may be repeated.
public struct ErasureRunner: Sendable {
    /// Seconds after which no process takes a token of a removed user any more.
    public static let tokensEnd: TimeInterval = 10

    private let store: SchoolStore
    private let accounts: AccountStore
    private let rows: [PersonalRows]
    private let tokensEnd: TimeInterval

    /// - Parameters:
    ///   - rows: of every domain.
    ///   - tokensEnd: as above; a test waits less.
    public init(
        store: SchoolStore, accounts: AccountStore, rows: [PersonalRows], tokensEnd: TimeInterval = Self.tokensEnd
    ) {
        self.store = store
        self.accounts = accounts
        self.rows = rows
        self.tokensEnd = tokensEnd
    }

    public func run(_ payload: ErasePerson, of tenant: UUID) async throws -> JobOutcome {
        let email = try await store.email(of: payload.userID, tenant: tenant)
        try await store.erase(
            PersonalRows.Person(id: payload.userID, email: email, pseudonym: UUID()), from: rows, tenant: tenant)
        if email == nil { return .succeeded(try JobSuccess(["user_id": payload.userID.uuidString.lowercased()])) }
        do {
            try await accounts.remove(payload.userID, of: tenant, byAdmin: payload.byAdmin)
        } catch let refusal as UserChangeRefusal where refusal != .unknown {
            return .discarded(
                JobError(code: "user_\(refusal.rawValue)", message: "The user stays: \(refusal.rawValue)."))
        }
        return .snoozed(
            until: ServerClock.shared.now + tokensEnd,
            reason: "until every process knows that the user's tokens are over")
    }
}
