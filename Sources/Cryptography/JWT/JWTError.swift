/// Why a token is refused. None of the cases holds anything that the token said.
public enum JWTError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not a compact token of canonical base64url and strict JSON, larger than 8 KiB, or with critical headers.
    case malformed
    /// The header names another algorithm than the configured key's.
    case unsupportedAlgorithm
    case badSignature
    case expired
    case notYetValid
    /// A claim that every token must hold, by its name (RFC 7519).
    case missingClaim(String)
    /// The token is meant for another audience, or for one while none is configured.
    case wrongAudience

    public var description: String {
        switch self {
        case .malformed: "the token is malformed"
        case .unsupportedAlgorithm: "the token's algorithm is not accepted"
        case .badSignature: "the token's signature is wrong"
        case .expired: "the token has expired"
        case .notYetValid: "the token is not valid yet"
        case .missingClaim(let name): "the token lacks the claim \(name)"
        case .wrongAudience: "the token is meant for another audience"
        }
    }
}
