import Foundation
import Testing

@testable import Cryptography

@Suite("Attacks on tokens")
struct JWTAttackTests {
    private struct Attack: CustomTestStringConvertible {
        let name: String
        let token: String
        let error: JWTError

        init(_ name: String, _ token: String, _ error: JWTError) {
            self.name = name
            self.token = token
            self.error = error
        }

        var testDescription: String { name }
    }

    private static let good = Tokens.signed()
    private static let parts = good.split(separator: ".").map(String.init)

    private static let attacks = [
        Attack("no algorithm", Tokens.signed(#"{"alg":"none"}"#), .unsupportedAlgorithm),
        Attack(
            "no algorithm, no signature", Base64URL.encode(#"{"alg":"none"}"#.utf8) + "." + parts[1] + ".",
            .unsupportedAlgorithm),
        Attack("no algorithm in other letters", Tokens.signed(#"{"alg":"NoNe"}"#), .unsupportedAlgorithm),
        Attack("HS256 in other letters", Tokens.signed(#"{"alg":"hs256"}"#), .unsupportedAlgorithm),
        Attack("HS384", Tokens.signed(#"{"alg":"HS384"}"#), .unsupportedAlgorithm),
        Attack("RS256 named to a secret", Tokens.rfcRS256, .unsupportedAlgorithm),
        Attack("no alg", Tokens.signed(#"{"typ":"JWT"}"#), .malformed),
        Attack("alg is a list", Tokens.signed(#"{"alg":["HS256"]}"#), .malformed),
        Attack("alg is null", Tokens.signed(#"{"alg":null}"#), .malformed),
        Attack("alg twice", Tokens.signed(#"{"alg":"HS256","alg":"HS256"}"#), .malformed),
        Attack("alg twice, one escaped", Tokens.signed(#"{"alg":"HS256","\u0061lg":"none"}"#), .malformed),
        Attack("critical header", Tokens.signed(#"{"alg":"HS256","crit":["exp"],"exp":1}"#), .malformed),
        Attack("unencoded payload", Tokens.signed(#"{"alg":"HS256","crit":["b64"],"b64":false}"#), .malformed),
        Attack("empty crit", Tokens.signed(#"{"alg":"HS256","crit":[]}"#), .malformed),
        Attack("header is a list", Tokens.signed(#"["HS256"]"#), .malformed),
        Attack("header with a tail", Tokens.signed(#"{"alg":"HS256"}x"#), .malformed),
        Attack("header is empty", Tokens.signed(""), .malformed),
        Attack("header with a byte order mark", Tokens.signed("\u{FEFF}" + Tokens.header), .malformed),
        Attack(
            "secret of an attacker", Tokens.signed(secret: Array("another secret, of 32 bytes also".utf8)),
            .badSignature),
        Attack("empty secret", Tokens.signed(secret: []), .badSignature),
        Attack("secret of zeros", Tokens.signed(secret: Array(repeating: 0, count: 32)), .badSignature),
        Attack("no signature", parts[0] + "." + parts[1] + ".", .badSignature),
        Attack("half a signature", Tokens.resigned(good, Array(Tokens.signature(of: good).prefix(16))), .badSignature),
        Attack("a longer signature", Tokens.resigned(good, Tokens.signature(of: good) + [0]), .badSignature),
        Attack("other payload", parts[0] + "." + Base64URL.encode("{}".utf8) + "." + parts[2], .badSignature),
        Attack(
            "other header", Base64URL.encode(#"{"alg":"HS256"}"#.utf8) + "." + parts[1] + "." + parts[2], .badSignature),
        Attack("empty", "", .malformed),
        Attack("dots alone", "..", .malformed),
        Attack("two parts", parts[0] + "." + parts[1], .malformed),
        Attack("four parts", good + ".", .malformed),
        Attack("five parts, as encrypted ones have", good + ".AAAA.AAAA", .malformed),
        Attack("padded", good + "=", .malformed),
        Attack("line end", good + "\n", .malformed),
        Attack("space before", " " + good, .malformed),
        Attack("zero byte", good + "\0", .malformed),
        Attack("scheme left on", "Bearer " + good, .malformed),
        Attack(
            "over 8 KiB", Tokens.signed(Tokens.header, Tokens.payload + String(repeating: " ", count: 8192)), .malformed
        ),
        Attack("sub twice", signed(#""sub":"admin","sub":"user""#), .malformed),
        Attack("sub twice, one escaped", signed(#""s\u0075b":"admin","sub":"user""#), .malformed),
        Attack("unknown claim twice", signed(#""x":1,"sub":"user","x":1"#), .malformed),
        Attack("not UTF-8", raw(Array(Tokens.payload.utf8).map { $0 == UInt8(ascii: "u") ? 0xFF : $0 }), .malformed),
        Attack("lone surrogate", signed(#""sub":"\uD800""#), .malformed),
        Attack("swapped surrogates", signed(#""sub":"\uDC00\uD800""#), .malformed),
        Attack("control character", signed("\"sub\":\"a\u{1}\""), .malformed),
        Attack("payload is null", Tokens.signed(Tokens.header, "null"), .malformed),
        Attack("payload is empty", Tokens.signed(Tokens.header, ""), .malformed),
        Attack("payload with a tail", Tokens.signed(Tokens.header, Tokens.payload + "{}"), .malformed),
        Attack("trailing comma", signed(#""sub":"user","#), .malformed),
        Attack("number with a zero before", signed(#""sub":"user","x":01"#), .malformed),
        Attack("number in hexadecimal", signed(#""sub":"user","x":0x10"#), .malformed),
        Attack("number that is none", signed(#""sub":"user","x":NaN"#), .malformed),
        Attack("number with no digit", signed(#""sub":"user","x":-"#), .malformed),
        Attack("point without digits", signed(#""sub":"user","x":1."#), .malformed),
        Attack(
            "nested without end", signed(#""sub":"user","x":"# + String(repeating: "[", count: 4000)), .malformed),
        Attack(
            "nested too deep",
            signed(#""sub":"user","x":"# + String(repeating: "[", count: 17) + String(repeating: "]", count: 17)),
            .malformed),
    ]

    /// A rightly signed token with these members before the others, but without `sub`.
    private static func signed(_ members: String) -> String {
        Tokens.signed(Tokens.header, Tokens.payload.replacing(#""sub":"user""#, with: members))
    }

    private static func raw(_ payload: [UInt8]) -> String {
        let signed = parts[0] + "." + Base64URL.encode(payload)
        return signed + "." + Base64URL.encode(HMAC.sha256(key: Tokens.secret, message: signed))
    }

    @Test("a bad token is refused, with its reason", arguments: attacks.indices)
    func attack(index: Int) throws {
        let attack = Self.attacks[index]
        #expect(throws: attack.error, "\(attack.name)") { try Tokens.verifier().verify(attack.token) }
    }

    @Test("the untouched token of the attacks is accepted, with harmless extras too")
    func control() throws {
        let verifier = try Tokens.verifier()
        #expect(try verifier.verify(Self.good) == Tokens.claims)
        let extra = Self.signed(#""x":{"y":[1,-2.5e3,"z",null,true,{}]},"sub":"\u0075ser","#.dropLast() + "")
        #expect(try verifier.verify(extra) == Tokens.claims)
    }

    @Test("the public key as an HMAC secret opens nothing")
    func algorithmConfusion() throws {
        for pem in [Keys.rsa, Keys.p256, Keys.ed25519] {
            let verifier = try JWTVerifier.publicKey(pem: pem)
            let body = pem.split(separator: "\n").dropFirst().dropLast().joined()
            let secrets = [Array(pem.utf8), Array(pem.utf8.dropLast()), Array(Data(base64Encoded: body) ?? Data())]
            for secret in secrets {
                #expect(throws: JWTError.unsupportedAlgorithm) { try verifier.verify(Tokens.signed(secret: secret)) }
                let lying = Tokens.signed(
                    Tokens.header.replacing("HS256", with: verifier.algorithm.rawValue), secret: secret)
                #expect(throws: JWTError.badSignature) { try verifier.verify(lying) }
            }
            #expect(throws: JWTError.unsupportedAlgorithm) { try verifier.verify(Tokens.signed(#"{"alg":"none"}"#)) }
        }
    }

    @Test("keys and addresses of keys in a header are not looked at")
    func embeddedKeys() throws {
        let attacker = Array("a secret that the attacker chose, 32+".utf8)
        let jwk = #"{"kty":"oct","k":"\#(Base64URL.encode(attacker))"}"#
        for header in [
            #"{"alg":"HS256","jwk":\#(jwk)}"#, #"{"alg":"HS256","kid":"../../../dev/null"}"#,
            #"{"alg":"HS256","jku":"https://attacker.example/keys"}"#, #"{"alg":"HS256","x5u":"file:///dev/null"}"#,
        ] {
            #expect(throws: JWTError.badSignature) {
                try Tokens.verifier().verify(Tokens.signed(header, secret: attacker))
            }
            #expect(throws: JWTError.badSignature) { try Tokens.verifier().verify(Tokens.signed(header, secret: [])) }
        }
    }

    @Test("a base64url text of the same bytes but another spelling is refused")
    func spelling() throws {
        // 32 bytes leave two unused bits in the last of 43 characters.
        let last = try #require(Self.good.last)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let verifier = try Tokens.verifier()
        for character in alphabet where character != last {
            #expect(throws: JWTError.self) { try verifier.verify(Self.good.dropLast() + String(character)) }
        }
    }

    @Test("forged ES256 signatures are refused")
    func ecdsa() throws {
        let verifier = try JWTVerifier.publicKey(pem: Keys.p256)
        let good = Tokens.signature(of: Tokens.rfcES256)
        let order = try #require(Hex.decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"))
        let zero = [UInt8](repeating: 0, count: 32)
        let (r, s) = (Array(good[..<32]), Array(good[32...]))
        let pairs = [(zero, zero), (order, order), (zero, s), (r, zero), (order, s), (s, r)]
        var forgeries = pairs.map { first, second in first + second }
        forgeries += [good + [0], Array(good.dropLast()), [], [UInt8](repeating: 0xFF, count: 64)]
        forgeries.append(try #require(ECDSASignature.der(raw: good)))
        for forgery in forgeries {
            let token = Tokens.resigned(Tokens.rfcES256, forgery)
            #expect(throws: JWTError.badSignature) { try verifier.authenticatedPayload(of: token) }
        }
    }

    @Test("forged Ed25519 signatures are refused, a good one plus the group's order among them")
    func ed25519() throws {
        let verifier = try JWTVerifier.publicKey(pem: Keys.ed25519)
        let good = Tokens.signature(of: Tokens.rfcEdDSA)
        // RFC 8032, section 5.1.7: S must be below the order, or one signature gives others.
        let order = try #require(Hex.decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))
        var carry = 0
        let (r, s) = (Array(good[..<32]), Array(good[32...]))
        let malleated = zip(s, order).map { (first, second) -> UInt8 in
            carry += Int(first) + Int(second)
            defer { carry >>= 8 }
            return UInt8(truncatingIfNeeded: carry)
        }
        let zero = [UInt8](repeating: 0, count: 32)
        for forgery in [r + malleated, zero + zero, zero + s, r + zero, Array(good.dropLast()), good + [0], []] {
            let token = Tokens.resigned(Tokens.rfcEdDSA, forgery)
            #expect(throws: JWTError.badSignature) { try verifier.authenticatedPayload(of: token) }
        }
    }

    @Test("forged RS256 signatures are refused")
    func rsa() throws {
        let verifier = try JWTVerifier.publicKey(pem: Keys.rsa)
        let good = Tokens.signature(of: Tokens.rfcRS256)
        var forgeries = [[], Array(good.dropLast()), good + [0], [0] + good]
        for byte: UInt8 in [0, 1, 0xFF] { forgeries.append([UInt8](repeating: byte, count: 256)) }
        // The plain numbers 1 and 0, whose powers are themselves.
        forgeries.append([UInt8](repeating: 0, count: 255) + [1])
        for forgery in forgeries {
            let token = Tokens.resigned(Tokens.rfcRS256, forgery)
            #expect(throws: JWTError.badSignature) { try verifier.authenticatedPayload(of: token) }
        }
    }
}
