/// Why a key for tokens is refused when the process starts.
public enum JWTKeyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// RFC 7518, section 3.2: a secret is at least as long as the hash, 32 bytes.
    case secretTooShort
    /// A PEM file given as a secret: public keys are no secret.
    case secretIsPEM
    case notAPublicKey
    /// RFC 7518, section 3.3: an RSA key has at least 2048 bits.
    case rsaKeyTooSmall(bits: Int)
    /// A curve other than P-256, or a kind of key other than RSA, EC and Ed25519.
    case unsupportedKey
    /// The leeway is outside 0 to 30 seconds.
    case leewayOutOfRange

    public var description: String {
        switch self {
        case .secretTooShort: "the secret has fewer than 32 bytes"
        case .secretIsPEM: "the secret is a PEM file; a key file is configured apart"
        case .notAPublicKey: "not a public key in PEM (BEGIN PUBLIC KEY)"
        case .rsaKeyTooSmall(let bits): "an RSA key of \(bits) bits; at least 2048 are needed"
        case .unsupportedKey: "neither RSA, nor EC on P-256, nor Ed25519"
        case .leewayOutOfRange: "the leeway is not within 0 to 30 seconds"
        }
    }
}
