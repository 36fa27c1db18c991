import Foundation
import Testing

@testable import Cryptography

@Suite("The claims of a token")
struct JWTClaimsTests {
    @Test("what is issued verifies, and says the same")
    func roundTrip() throws {
        let signer = try JWTSigner.secret(Tokens.secret)
        var claims = Tokens.claims
        #expect(try Tokens.verifier().verify(signer.sign(claims)) == claims)
        claims.id = "a \"quoted\" / slashed \u{1F6A2} id"
        claims.notBefore = claims.issuedAt
        #expect(try Tokens.verifier().verify(signer.sign(claims)) == claims)
    }

    @Test("a claim that is missing, empty or null is named")
    func missing() throws {
        let verifier = try Tokens.verifier()
        for name in ["sub", "tenant", "role", "exp", "iat"] {
            let absent = Tokens.payload.replacing("\"\(name)\"", with: "\"other\"")
            #expect(throws: JWTError.missingClaim(name)) { try verifier.verify(Tokens.signed(Tokens.header, absent)) }
        }
        let empty = Tokens.payload.replacing("\"user\"", with: "\"\"")
        #expect(throws: JWTError.missingClaim("sub")) { try verifier.verify(Tokens.signed(Tokens.header, empty)) }
        let null = Tokens.payload.replacing("\"user\"", with: "null")
        #expect(throws: JWTError.missingClaim("sub")) { try verifier.verify(Tokens.signed(Tokens.header, null)) }
    }

    @Test(
        "a claim of another type is malformed",
        arguments: [
            (#""user""#, "42"), (#""account""#, #"["account"]"#), (#""school""#, "true"),
            ("1800000600", #""1800000600""#), ("1800000600", "1e999"), ("1800000600", "{}"), ("1799999000", "[]"),
        ])
    func types(value: String, other: String) throws {
        let token = Tokens.signed(Tokens.header, Tokens.payload.replacing(value, with: other))
        #expect(throws: JWTError.malformed) { try Tokens.verifier().verify(token) }
    }

    @Test("a token is good until its last moment and not after, the leeway included")
    func expiry() throws {
        for (expiry, leeway, isGood) in [
            ("1800000001", 0, true), ("1800000000.5", 0, true), ("1800000000", 0, false), ("1799999971", 30, true),
            ("1799999970", 30, false), ("-1", 30, false), ("1e300", 0, true),
        ] {
            let token = Tokens.signed(Tokens.header, Tokens.payload.replacing("1800000600", with: expiry))
            let verifier = try Tokens.verifier(leeway: .seconds(leeway))
            if isGood {
                #expect(throws: Never.self) { try verifier.verify(token) }
            } else {
                #expect(throws: JWTError.expired) { try verifier.verify(token) }
            }
        }
    }

    @Test("a token is refused before its time, the leeway included")
    func notBefore() throws {
        for (start, leeway, isGood) in [
            ("1800000000", 0, true), ("1800000001", 0, false), ("1800000030", 30, true), ("1800000031", 30, false),
        ] {
            let token = Tokens.signed(
                Tokens.header, Tokens.payload.replacing("\"iat\"", with: "\"nbf\":\(start),\"iat\""))
            let verifier = try Tokens.verifier(leeway: .seconds(leeway))
            if isGood {
                #expect(throws: Never.self) { try verifier.verify(token) }
            } else {
                #expect(throws: JWTError.notYetValid) { try verifier.verify(token) }
            }
        }
    }

    @Test(
        "a token for an audience is accepted by that audience alone",
        arguments: [
            ("\"api\"", "api", true), (#"["other","api"]"#, "api", true), ("null", nil, true),
            ("\"other\"", "api", false),
            ("[]", "api", false), ("[\"api\",1]", "api", false), ("\"api\"", nil, false), ("{}", "api", false),
        ] as [(String, String?, Bool)])
    func audience(claim: String, audience: String?, isGood: Bool) throws {
        let token = Tokens.signed(Tokens.header, Tokens.payload.replacing("\"iat\"", with: "\"aud\":\(claim),\"iat\""))
        let verifier = try Tokens.verifier(audience: audience)
        if isGood {
            #expect(try verifier.verify(token) == Tokens.claims)
        } else {
            #expect(throws: JWTError.wrongAudience) { try verifier.verify(token) }
        }
    }

    @Test("a token without an audience is accepted whatever the configured one")
    func noAudience() throws {
        #expect(try Tokens.verifier(audience: "api").verify(Tokens.signed()) == Tokens.claims)
    }

    @Test("claims too large for a token are not issued")
    func tooLarge() throws {
        var claims = Tokens.claims
        claims.id = String(repeating: "x", count: 9000)
        #expect(throws: JWTError.malformed) { try JWTSigner.secret(Tokens.secret).sign(claims) }
        #expect(throws: JWTError.malformed) {
            try Tokens.verifier().verify(Tokens.signed(secret: []) + String(repeating: "A", count: 8192))
        }
    }

    @Test("neither an error's text nor its debug text holds what the token said")
    func silence() throws {
        let token = Tokens.signed(Tokens.header, Tokens.payload.replacing("user", with: "s3cret-user"), secret: [1])
        do {
            _ = try Tokens.verifier().verify(token)
            Issue.record("accepted")
        } catch {
            #expect(!"\(error)\(String(reflecting: error))".contains("s3cret"))
        }
    }
}
