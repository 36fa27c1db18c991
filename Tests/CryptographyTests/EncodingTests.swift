import Foundation
import Testing

@testable import Cryptography

@Suite("Encodings")
struct EncodingTests {
    /// RFC 4648, section 10, with the padding taken off.
    @Test(
        "base64url gives the values of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64URL(plain: String, encoded: String) {
        #expect(Base64URL.encode(plain.utf8) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test("base64url uses the URL-safe alphabet (RFC 7515, appendix C)")
    func alphabet() {
        #expect(Base64URL.encode([3, 236, 255, 224, 193]) == "A-z_4ME")
        #expect(Base64URL.decode("A-z_4ME") == [3, 236, 255, 224, 193])
    }

    @Test(
        "base64url refuses every text but the canonical one",
        arguments: [
            "A", "AAAAA", "Zg=", "Zg==", "Zh", "Zm9", "Zm9vYh", "A+z/", "Zm 9", "Zm9v\n", "Zm9v.", "é", "\u{0}AAA",
        ])
    func strict(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test("base64url agrees with another implementation and comes back, for every length to 200")
    func roundTrip() {
        for length in 0...200 {
            let bytes = SecureRandom.bytes(length)
            let encoded = Base64URL.encode(bytes)
            let other = Data(bytes).base64EncodedString()
                .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
                .replacingOccurrences(of: "=", with: "")
            #expect(encoded == other)
            #expect(Base64URL.decode(encoded) == bytes)
        }
    }

    @Test("hex is written in lower case, read in both, and refuses what is not hex")
    func hex() {
        let all = (0...255).map { UInt8($0) }
        #expect(Hex.encode([0, 1, 0x7f, 0xab, 0xff]) == "00017fabff")
        #expect(Hex.decode(Hex.encode(all)) == all)
        #expect(Hex.decode(Hex.encode(all).uppercased()) == all)
        #expect(Hex.encode([]) == "")
        #expect(Hex.decode("") == [])
        for text in ["0", "0g", "0x", " 00", "0é"] { #expect(Hex.decode(text) == nil) }
    }
}
