/// Issues HS256 tokens (RFC 7515, RFC 7519).
public struct JWTSigner: Sendable {
    private static let header = Base64URL.encode(#"{"alg":"HS256","typ":"JWT"}"#.utf8)

    private let key: HMACKey

    /// - Parameter secret: at least 32 bytes; the verifier needs the same.
    public static func secret(_ secret: [UInt8]) throws(JWTKeyError) -> JWTSigner {
        try JWTSecret.check(secret)
        return JWTSigner(key: HMACKey(secret))
    }

    /// The compact serialisation. Throws only when a claim is not encodable, such as a time beyond all calendars.
    public func sign(_ claims: JWTClaims) throws(JWTError) -> String {
        guard let payload = try? claims.encoded() else { throw .malformed }
        let signed = Self.header + "." + Base64URL.encode(payload)
        let token = signed + "." + Base64URL.encode(key.authenticate(signed.utf8))
        guard token.utf8.count <= JSONWebToken.sizeLimit else { throw .malformed }
        return token
    }
}
