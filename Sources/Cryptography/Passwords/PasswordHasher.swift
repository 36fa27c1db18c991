/// Hashes and verifies passwords with bcrypt, a few at a time on threads of its own: hashing is slow on purpose,
/// and neither Swift's pool nor an event loop may wait for it.
public final class PasswordHasher: Sendable {
    public let cost: Int
    private let threads: HashingThreads
    /// What a password of an unknown user is hashed with: the same work as for a known one.
    private let noUser: String

    /// - Parameters:
    ///   - cost: the logarithm of the rounds, 4 to 16; each step doubles the time. 12 takes about 0.2 s.
    ///   - threads: how many are hashed at once.
    ///   - queueLimit: how many sign-ins may wait beyond those before `overloaded` is the answer, and how many of one
    ///     flow: an address's tries at one account, or at all accounts that do not exist.
    public init(cost: Int = 12, threads: Int = 2, queueLimit: Int = 256, flowLimit: Int = 16) {
        let cost = min(max(cost, 4), StoredHash.costLimit)
        guard let noUser = Bcrypt.setting(cost: cost) else { preconditionFailure("libcrypt lacks bcrypt") }
        self.cost = cost
        self.noUser = noUser
        self.threads = HashingThreads(count: max(1, threads), queueLimit: queueLimit, flowLimit: flowLimit)
    }

    deinit { threads.stop() }

    /// The form to store, 60 characters: `$2b$`, the cost, a fresh random salt, and the hash.
    public func hash(_ password: String, for share: HashShare = .own) async throws(PasswordError) -> String {
        let bytes = Array(password.utf8)
        guard bytes.count <= Bcrypt.passwordLimit else { throw .tooLong }
        guard !bytes.contains(0) else { throw .containsZero }
        return try await threads.run(for: share) { [cost] in
            guard let setting = Bcrypt.setting(cost: cost), let hash = Bcrypt.hash(bytes, setting: setting) else {
                preconditionFailure("libcrypt lacks bcrypt")
            }
            return hash
        }
    }

    /// Whether the password is the one that was stored, compared in constant time. False, after the same work as for
    /// an unknown user, for a stored text that is no bcrypt hash; false for a password that cannot have been stored.
    /// - Parameter stored: `$2b$`, `$2a$` or `$2y$`.
    public func verify(
        _ password: String, against stored: String, for share: HashShare = .own
    ) async throws(PasswordError) -> Bool {
        try await verify([password], against: stored, for: share)
    }

    /// Whether one of the spellings of a password is the one that was stored.
    /// - Parameters:
    ///   - stored: nil for a user who does not exist: false after the same work.
    ///   - share: for whom.
    ///   - proceed: asked when the turn has come; false ends it as `overloaded` without any work.
    public func verify(
        _ spellings: [String], against stored: String?, for share: HashShare,
        if proceed: @escaping @Sendable () -> Bool = { true }
    ) async throws(PasswordError) -> Bool {
        let setting = stored.flatMap { StoredHash($0)?.text }
        let isRight = try await threads.run(for: share) { [noUser] () -> Bool? in
            guard proceed() else { return nil }
            for spelling in spellings {
                let hash = Bcrypt.hash(Array(spelling.utf8), setting: setting ?? noUser)
                guard let hash, let setting else { continue }
                if constantTimeEquals(hash.utf8, setting.utf8) { return true }
            }
            return false
        }
        guard let isRight else { throw .overloaded }
        return isRight
    }

    /// False, after the same work as `verify`: for unknown users, so that the time does not reveal who exists.
    public func verifyAgainstNothing(_ password: String) async throws(PasswordError) -> Bool {
        try await verify([password], against: nil, for: .own)
    }

    /// Whether a password that was just verified should be hashed anew: a lower cost, or not `$2b$`.
    public func needsRehash(_ stored: String) -> Bool {
        guard let stored = StoredHash(stored) else { return true }
        return stored.variant != "2b" || stored.cost < cost
    }
}
