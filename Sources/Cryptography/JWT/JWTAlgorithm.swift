/// The signature algorithms of JSON Web Tokens that are accepted (RFC 7518, section 3.1; RFC 8037, section 3.1).
public enum JWTAlgorithm: String, Sendable {
    /// HMAC with SHA-256 and a shared secret.
    case hs256 = "HS256"
    /// RSASSA-PKCS1-v1_5 with SHA-256 and a key of at least 2048 bits.
    case rs256 = "RS256"
    /// ECDSA with P-256 and SHA-256.
    case es256 = "ES256"
    /// Ed25519.
    case edDSA = "EdDSA"
}
