public import Cryptography
import Synchronization

/// The secrets that sign and verify access tokens while `JWT_SECRET_FILE` changes.
///
/// A new secret verifies at once, and signs two minutes later, when every process knows it: Kubernetes brings a changed
/// mount to its nodes at different times. The one before verifies for as long as a token that it signed at a sign-in can be
/// good. To end all its tokens at once, restart the API: a process knows only what the file held since it started.
public final class TokenKeys: Sendable {
    private struct Key {
        let verifier: JWTVerifier
        let signer: JWTSigner
        let invitations: InvitationKey
        let learnedAt: ContinuousClock.Instant
    }

    private static let signsAfter = Duration.seconds(120)
    /// Those that others replaced.
    private static let mostKept = 4

    private let now: @Sendable () -> ContinuousClock.Instant
    /// The latest first; never empty.
    private let keys: Mutex<[Key]>

    /// - Parameter secret: at least 32 bytes.
    public init(
        secret: [UInt8], now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws(JWTKeyError) {
        self.now = now
        keys = Mutex([try Self.key(secret, now())])
    }

    public func renew(_ secret: [UInt8]) throws(JWTKeyError) {
        let key = try Self.key(secret, now())
        keys.withLock { $0 = [key] + $0.prefix(Self.mostKept - 1) }
    }

    public func verify(_ token: String) throws(JWTError) -> JWTClaims {
        let usable = keys.withLock { keys in
            let limit = AccessTokenIssuer.lifetime + Self.signsAfter
            // A key verifies until it was replaced so long ago.
            let oldest = keys.firstIndex { now() - $0.learnedAt > limit } ?? keys.endIndex
            keys.removeSubrange(min(oldest + 1, keys.endIndex)...)
            return keys.map(\.verifier)
        }
        for verifier in usable {
            do throws(JWTError) {
                return try verifier.verify(token)
            } catch {
                if error != .badSignature { throw error }
            }
        }
        throw .badSignature
    }

    var signer: JWTSigner { signing.signer }

    var invitations: InvitationKey { signing.invitations }

    private var signing: Key {
        keys.withLock { keys in
            keys.first { now() - $0.learnedAt >= Self.signsAfter } ?? keys[keys.endIndex - 1]
        }
    }

    private static func key(_ secret: [UInt8], _ now: ContinuousClock.Instant) throws(JWTKeyError) -> Key {
        Key(
            verifier: try .secret(secret), signer: try .secret(secret), invitations: InvitationKey(secret: secret),
            learnedAt: now)
    }
}
