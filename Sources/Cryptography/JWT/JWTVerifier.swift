import Foundation

/// Verifies tokens with one configured key, which alone decides the algorithm: the header may only agree
/// (RFC 8725, sections 3.1 and 3.2). May be used from any number of threads at once.
public struct JWTVerifier: Sendable {
    private enum Key: Sendable {
        case secret(HMACKey)
        case publicKey(PublicKey)
    }

    public let algorithm: JWTAlgorithm
    private let key: Key
    private let leeway: TimeInterval
    private let audience: String?
    private let now: @Sendable () -> Date
    private let authentic = AuthenticTokens()

    private init(
        _ algorithm: JWTAlgorithm, _ key: Key, _ leeway: Duration, _ audience: String?,
        _ now: @escaping @Sendable () -> Date
    ) throws(JWTKeyError) {
        guard leeway >= .zero, leeway <= .seconds(30) else { throw .leewayOutOfRange }
        self.algorithm = algorithm
        self.key = key
        self.leeway = leeway / .seconds(1)
        self.audience = audience
        self.now = now
    }

    /// HS256.
    /// - Parameters:
    ///   - secret: at least 32 bytes.
    ///   - leeway: how far the issuer's clock may differ, 0 to 30 seconds.
    ///   - audience: what `aud` must name when a token has it; without it such tokens are refused (RFC 7519, 4.1.3).
    public static func secret(
        _ secret: [UInt8], leeway: Duration = .zero, audience: String? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(JWTKeyError) -> JWTVerifier {
        try JWTSecret.check(secret)
        return try JWTVerifier(.hs256, .secret(HMACKey(secret)), leeway, audience, now)
    }

    /// RS256, ES256 or EdDSA, as the key is.
    /// - Parameters:
    ///   - pem: a SubjectPublicKeyInfo (`BEGIN PUBLIC KEY`): RSA of at least 2048 bits, EC on P-256, or Ed25519.
    ///   - leeway: how far the issuer's clock may differ, 0 to 30 seconds.
    ///   - audience: what `aud` must name when a token has it; without it such tokens are refused (RFC 7519, 4.1.3).
    public static func publicKey(
        pem: String, leeway: Duration = .zero, audience: String? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(JWTKeyError) -> JWTVerifier {
        let key = try PublicKey(pem: pem)
        return try JWTVerifier(key.algorithm, .publicKey(key), leeway, audience, now)
    }

    public func verify(_ token: String) throws(JWTError) -> JWTClaims {
        if let claims = authentic.claims(of: token) {
            try checkTimes(of: claims)
            return claims
        }
        guard let members = JSONMembers(try authenticatedPayload(of: token)) else { throw .malformed }
        let claims = try JWTClaims(members)
        try checkTimes(of: claims)
        guard accepts(members["aud"]) else { throw .wrongAudience }
        authentic.keep(claims, of: token)
        return claims
    }

    private func checkTimes(of claims: JWTClaims) throws(JWTError) {
        let now = now()
        guard now < claims.expiresAt.addingTimeInterval(leeway) else { throw .expired }
        if let notBefore = claims.notBefore, now < notBefore.addingTimeInterval(-leeway) { throw .notYetValid }
    }

    /// The payload, once header and signature are right; nothing of it is read before.
    func authenticatedPayload(of token: String) throws(JWTError) -> [UInt8] {
        let token = try JSONWebToken(token)
        // We understand no extension, so every critical one is refused (RFC 7515, section 4.1.11).
        guard token.header["crit"] == nil else { throw .malformed }
        guard case .string(let named) = token.header["alg"] else { throw .malformed }
        guard named == algorithm.rawValue else { throw .unsupportedAlgorithm }
        guard isValid(token.signature, over: token.signedBytes) else { throw .badSignature }
        guard let payload = Base64URL.decode(token.encodedPayload) else { throw .malformed }
        return payload
    }

    private func isValid(_ signature: [UInt8], over bytes: ArraySlice<UInt8>) -> Bool {
        switch key {
        case .secret(let key): constantTimeEquals(key.authenticate(bytes), signature)
        case .publicKey(let key): key.isValid(signature, over: bytes)
        }
    }

    private func accepts(_ value: JSONMembers.Value?) -> Bool {
        switch value {
        case nil, .null: true
        case .string(let named): named == audience
        case .strings(let named): audience.map(named.contains) ?? false
        default: false
        }
    }
}
