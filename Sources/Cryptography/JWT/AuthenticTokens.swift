import Synchronization

/// Claims of tokens whose signature and audience a verifier found right: who calls a hundred times a second is verified once.
///
/// A verifier has one of its own, so a key that is renewed leaves none behind. Times are not looked at here.
final class AuthenticTokens: Sendable {
    /// All are dropped when there are so many: some megabytes at most, and who calls is soon back.
    static let most = 2048
    /// A longer one is verified each time.
    static let longest = 4096

    private let claims = Mutex<[String: JWTClaims]>([:])

    func claims(of token: String) -> JWTClaims? { claims.withLock { $0[token] } }

    func keep(_ claims: JWTClaims, of token: String) {
        guard token.utf8.count <= Self.longest else { return }
        self.claims.withLock { known in
            if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
            known[token] = claims
        }
    }
}
