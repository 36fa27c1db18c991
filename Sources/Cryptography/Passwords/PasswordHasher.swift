/// Hashes and verifies passwords with bcrypt, a few at a time on threads of its own: hashing is slow on purpose,
/// and neither Swift's pool nor an event loop may wait for it.
public final class PasswordHasher: Sendable {
    public let cost: Int
    private let threads: HashingThreads
    /// What a password of an unknown user is hashed with: the same work as for a known one.
    private let nobody: String

    /// - Parameters:
    ///   - cost: the logarithm of the rounds, 4 to 16; each step doubles the time. 12 takes about 0.2 s.
    ///   - threads: how many are hashed at once.
    ///   - queueLimit: how many may wait beyond those before `overloaded` is the answer.
    public init(cost: Int = 12, threads: Int = 2, queueLimit: Int = 32) {
        let cost = min(max(cost, 4), StoredHash.costLimit)
        guard let nobody = Bcrypt.setting(cost: cost) else { preconditionFailure("libcrypt lacks bcrypt") }
        self.cost = cost
        self.nobody = nobody
        self.threads = HashingThreads(count: max(1, threads), queueLimit: queueLimit)
    }

    deinit { threads.stop() }

    /// The form to store, 60 characters: `$2b$`, the cost, a fresh random salt, and the hash.
    public func hash(_ password: String) async throws(PasswordError) -> String {
        let bytes = Array(password.utf8)
        guard bytes.count <= Bcrypt.passwordLimit else { throw .tooLong }
        guard !bytes.contains(0) else { throw .containsZero }
        return try await threads.run { [cost] in
            guard let setting = Bcrypt.setting(cost: cost), let hash = Bcrypt.hash(bytes, setting: setting) else {
                preconditionFailure("libcrypt lacks bcrypt")
            }
            return hash
        }
    }

    /// Whether the password is the one that was stored, compared in constant time. False, after the same work as for
    /// an unknown user, for a stored text that is no bcrypt hash; false for a password that cannot have been stored.
    /// - Parameter stored: `$2b$`, `$2a$` or `$2y$`.
    public func verify(_ password: String, against stored: String) async throws(PasswordError) -> Bool {
        guard let stored = StoredHash(stored) else { return try await verifyAgainstNothing(password) }
        let bytes = Array(password.utf8)
        return try await threads.run {
            guard let hash = Bcrypt.hash(bytes, setting: stored.text) else { return false }
            return constantTimeEquals(hash.utf8, stored.text.utf8)
        }
    }

    /// False, after the same work as `verify`: for users who do not exist, so that the time tells nobody who does.
    public func verifyAgainstNothing(_ password: String) async throws(PasswordError) -> Bool {
        let bytes = Array(password.utf8)
        return try await threads.run { [nobody] in
            _ = Bcrypt.hash(bytes, setting: nobody)
            return false
        }
    }

    /// Whether a password that was just verified should be hashed anew: a lower cost, or not `$2b$`.
    public func needsRehash(_ stored: String) -> Bool {
        guard let stored = StoredHash(stored) else { return true }
        return stored.variant != "2b" || stored.cost < cost
    }
}
