import Foundation
import TestSupport
import Testing

@testable import Cryptography

@Suite("Mutated tokens")
struct JWTFuzzTests {
    @Test("none of 5,000 mutations of good tokens is accepted, and none crashes")
    func mutations() throws {
        let seed = Settings.seed
        print("mutated tokens: seed \(seed)")
        var generator = SeededGenerator(seed)
        let originals = [
            (try Tokens.verifier(), Tokens.signed()),
            (try JWTVerifier.secret(Tokens.rfcSecret), Tokens.rfcHS256),
            (try JWTVerifier.publicKey(pem: Keys.rsa), Tokens.rfcRS256),
            (try JWTVerifier.publicKey(pem: Keys.p256), Tokens.rfcES256),
            (try JWTVerifier.publicKey(pem: Keys.ed25519), Tokens.rfcEdDSA),
        ]
        for count in 0..<5000 {
            let (verifier, original) = originals[count % originals.count]
            let token = mutate(original, with: &generator)
            guard token != original else { continue }
            #expect(throws: JWTError.self, "seed \(seed), mutation \(count)") {
                try verifier.authenticatedPayload(of: token)
            }
        }
    }

    @Test("5,000 broken JSON texts, rightly signed, never crash the reader")
    func payloads() throws {
        let seed = Settings.seed
        print("mutated payloads: seed \(seed)")
        var generator = SeededGenerator(seed)
        let original = Tokens.payload.dropLast() + #","x":[1,-2.5e-3,"\u00e9\ud83d\udea2\n",{"y":null}],"z":true}"#
        var parsed = 0
        for _ in 0..<5000 {
            if JSONMembers(Array(mutate(String(original), with: &generator).utf8)) != nil { parsed += 1 }
        }
        #expect(parsed < 5000)
        #expect(JSONMembers(Array(original.utf8)) != nil)
    }

    private func mutate(_ text: String, with generator: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            let other = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            case 3: bytes.remove(at: index)
            case 4: bytes.swapAt(index, other)
            case 5: bytes.removeSubrange(min(index, other)..<max(index, other))
            case 6: bytes.insert(contentsOf: bytes[min(index, other)..<max(index, other)], at: index)
            default: bytes[index] = Array("._-=ABCabc019{}[]\",:\\".utf8).randomElement(using: &generator) ?? 0
            }
            if bytes.isEmpty { bytes = [UInt8(ascii: ".")] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
