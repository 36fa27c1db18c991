import Synchronization

/// The limits of one process, by the clock: several processes each count what they see.
public final class SignInGuard: Sendable {
    private let limits: Mutex<SignInLimits>
    private let now: @Sendable () -> ContinuousClock.Instant

    public init(
        _ rules: SignInRules = SignInRules(), now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        limits = Mutex(SignInLimits(rules))
        self.now = now
    }

    /// - Returns: whether it is served behind all others.
    func admit(_ address: String, _ account: String) throws(SignInRefusal) -> Bool {
        switch limits.withLock({ $0.decide(address: address, account: account, at: now()) }) {
        case .allow: return false
        case .allowLast: return true
        case .refuse(let wait): throw SignInRefusal(reason: .failures, retryAfter: wait)
        }
    }

    func failed(_ address: String, _ account: String) {
        limits.withLock { $0.failed(address: address, account: account, at: now()) }
    }

    func succeeded(_ address: String, _ account: String) {
        limits.withLock { $0.succeeded(address: address, account: account, at: now()) }
    }

    /// Waits for the turn of a sign-up.
    func admitSignUp(_ address: String) async throws {
        guard let wait = limits.withLock({ $0.signUp(address: address, at: now()) }) else {
            throw SignInRefusal(reason: .signUps, retryAfter: .seconds(2))
        }
        if wait > .zero { try await Task.sleep(for: wait) }
    }

    func admitsReset(_ address: String) -> Bool { limits.withLock { $0.reset(address: address, at: now()) } }

    /// - Throws: `SignInRefusal` for an account that invited many addresses which are taken.
    func admitInvitation(_ account: String) throws(SignInRefusal) {
        let wait = limits.withLock { $0.invitationWait(account: account, at: now()) }
        if wait > .zero { throw SignInRefusal(reason: .takenAddresses, retryAfter: wait) }
    }

    func invitedTaken(_ account: String) { limits.withLock { $0.invitedTaken(account: account, at: now()) } }
}

/// Refused before a password was looked at.
public struct SignInRefusal: Error, Equatable, Sendable {
    public enum Reason: String, Sendable, CaseIterable {
        /// Of the account, or of the address.
        case failures = "too_many_failures"
        case signUps = "too_many_signups"
        /// Of an account's invitations.
        case takenAddresses = "too_many_taken_addresses"
    }

    public let reason: Reason
    public let retryAfter: Duration
}
