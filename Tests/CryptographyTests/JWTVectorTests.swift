import Foundation
import Testing

@testable import Cryptography

@Suite("Tokens of the standards")
struct JWTVectorTests {
    @Test("the examples of RFC 7515 and RFC 8037 verify, and give their payloads")
    func examples() throws {
        let joe = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
        let cases = [
            (try JWTVerifier.secret(Tokens.rfcSecret), Tokens.rfcHS256, joe),
            (try JWTVerifier.publicKey(pem: Keys.rsa), Tokens.rfcRS256, joe),
            (try JWTVerifier.publicKey(pem: Keys.p256), Tokens.rfcES256, joe),
            (try JWTVerifier.publicKey(pem: Keys.ed25519), Tokens.rfcEdDSA, "Example of Ed25519 signing"),
        ]
        for (verifier, token, payload) in cases {
            #expect(try verifier.authenticatedPayload(of: token) == Array(payload.utf8))
        }
        // Rightly signed, but without our claims, or without JSON at all.
        #expect(throws: JWTError.missingClaim("sub")) { try cases[0].0.verify(Tokens.rfcHS256) }
        #expect(throws: JWTError.malformed) { try cases[3].0.verify(Tokens.rfcEdDSA) }
    }

    @Test("the kind of key decides the algorithm")
    func algorithms() throws {
        #expect(try JWTVerifier.secret(Tokens.secret).algorithm == .hs256)
        #expect(try JWTVerifier.publicKey(pem: Keys.rsa).algorithm == .rs256)
        #expect(try JWTVerifier.publicKey(pem: Keys.p256).algorithm == .es256)
        #expect(try JWTVerifier.publicKey(pem: Keys.ed25519).algorithm == .edDSA)
    }

    @Test("one verifier serves many threads at once")
    func sharedKeys() async throws {
        for (pem, token) in [
            (Keys.rsa, Tokens.rfcRS256), (Keys.p256, Tokens.rfcES256), (Keys.ed25519, Tokens.rfcEdDSA),
        ] {
            let verifier = try JWTVerifier.publicKey(pem: pem)
            let forged = Tokens.resigned(token, Tokens.signature(of: token).reversed())
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        (0..<100).allSatisfy { _ in
                            let isRight = (try? verifier.authenticatedPayload(of: token)) != nil
                            return isRight && (try? verifier.authenticatedPayload(of: forged)) == nil
                        }
                    }
                }
                for await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test("weak and foreign keys are refused, each with its reason")
    func keys() {
        let cases: [(String, JWTKeyError)] = [
            (Keys.rsa1024, .rsaKeyTooSmall(bits: 1024)), (Keys.rsaPSS, .unsupportedKey), (Keys.p384, .unsupportedKey),
            (Keys.secp256k1, .unsupportedKey), (Keys.ed448, .unsupportedKey), (Keys.x25519, .unsupportedKey),
            (Keys.privateP256, .notAPublicKey), (Keys.encryptedPrivate, .notAPublicKey), ("", .notAPublicKey),
            ("no key", .notAPublicKey), (String(Keys.rsa.dropLast(60)), .notAPublicKey),
        ]
        for (pem, reason) in cases {
            #expect(throws: reason) { try JWTVerifier.publicKey(pem: pem) }
        }
    }

    @Test("short secrets, and key files given as secrets, are refused by both sides")
    func secrets() throws {
        let short = [UInt8](repeating: 7, count: 31)
        #expect(throws: JWTKeyError.secretTooShort) { try JWTVerifier.secret(short) }
        #expect(throws: JWTKeyError.secretTooShort) { try JWTSigner.secret(short) }
        #expect(throws: JWTKeyError.secretIsPEM) { try JWTVerifier.secret(Array(Keys.rsa.utf8)) }
        #expect(throws: JWTKeyError.secretIsPEM) { try JWTSigner.secret(Array(Keys.rsa.utf8)) }
        #expect(throws: JWTKeyError.leewayOutOfRange) { try Tokens.verifier(leeway: .seconds(31)) }
        #expect(throws: JWTKeyError.leewayOutOfRange) { try Tokens.verifier(leeway: .seconds(-1)) }
    }
}
