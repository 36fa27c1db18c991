import Foundation
import Testing

@testable import Cryptography

@Suite("Tokens of and for PyJWT")
struct JWTInteropTests {
    private struct Payload: Codable, Equatable {
        var sub = "user-é🚢"
        var tenant = "0197-account"
        var role = "school"
        var exp = 1_800_000_600
        var iat = 1_799_999_000
        var jti: String? = "an \"id\""
        var nbf: Int? = 1_799_999_000
    }

    private struct Issue: Encodable {
        let call = "issue"
        let secret: String
        let claims: [Payload]
    }

    private struct Issued: Decodable {
        let algorithm: String
        let key: String
        let tokens: [String]
    }

    private struct Verify: Encodable {
        let call = "verify"
        let algorithm: String
        let key: String
        let tokens: [String]
    }

    private let secret = "a secret of more than 32 bytes in all"
    private let claims = JWTClaims(
        subject: "user-é🚢", tenant: "0197-account", role: "school",
        expiresAt: Date(timeIntervalSince1970: 1_800_000_600), issuedAt: Date(timeIntervalSince1970: 1_799_999_000),
        id: "an \"id\"", notBefore: Date(timeIntervalSince1970: 1_799_999_000))

    private func verifier(_ issued: Issued) throws -> JWTVerifier {
        if issued.algorithm == "HS256" { return try .secret(Array(issued.key.utf8), now: { Tokens.now }) }
        return try .publicKey(pem: issued.key, now: { Tokens.now })
    }

    @Test("PyJWT's tokens of all four algorithms verify here, each under its own key only")
    func theirs() async throws {
        var bare = Payload()
        (bare.jti, bare.nbf) = (nil, nil)
        let all: [Issued] = try await Python.ask(Issue(secret: secret, claims: [Payload(), bare]))
        #expect(all.map(\.algorithm) == ["HS256", "RS256", "ES256", "EdDSA"])
        for issued in all {
            let verifier = try verifier(issued)
            #expect(verifier.algorithm.rawValue == issued.algorithm)
            #expect(try verifier.verify(issued.tokens[0]) == claims)
            #expect(try verifier.verify(issued.tokens[1]).id == nil)
            for other in all where other.algorithm != issued.algorithm {
                #expect(throws: JWTError.unsupportedAlgorithm) { try verifier.verify(other.tokens[0]) }
            }
        }
    }

    @Test("our tokens verify in PyJWT and say the same there")
    func ours() async throws {
        let token = try JWTSigner.secret(Array(secret.utf8)).sign(claims)
        let request = Verify(algorithm: "HS256", key: secret, tokens: [token])
        let seen: [Payload?] = try await Python.ask(request)
        #expect(seen == [Payload()])
    }

    @Test("what PyJWT refuses of tampered tokens, we refuse, for all four algorithms")
    func agreement() async throws {
        let all: [Issued] = try await Python.ask(Issue(secret: secret, claims: [Payload()]))
        for issued in all {
            let verifier = try verifier(issued)
            let good = issued.tokens[0]
            let bytes = Array(good.utf8)
            let tampered = stride(from: 0, to: bytes.count, by: 7).map { index in
                var changed = bytes
                changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                return String(decoding: changed, as: UTF8.self)
            }
            let request = Verify(algorithm: issued.algorithm, key: issued.key, tokens: [good] + tampered)
            let seen: [Payload?] = try await Python.ask(request)
            #expect(seen[0] == Payload())
            for (token, theirs) in zip([good] + tampered, seen) {
                let ours = try? verifier.verify(token)
                #expect(ours == nil || theirs != nil)
                #expect((ours != nil) == (token == good))
            }
        }
    }
}
