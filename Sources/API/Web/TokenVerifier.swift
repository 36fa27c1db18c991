import Accounts
import Cryptography

/// By which key tokens are verified: one for the life of the process, or what a file holds.
enum TokenVerifier: Sendable {
    case fixed(JWTVerifier)
    case renewed(TokenKeys)

    func verify(_ token: String) throws(JWTError) -> JWTClaims {
        switch self {
        case .fixed(let verifier): try verifier.verify(token)
        case .renewed(let keys): try keys.verify(token)
        }
    }
}
