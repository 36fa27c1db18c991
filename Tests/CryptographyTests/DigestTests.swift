import Foundation
import Testing

@testable import Cryptography

@Suite("Digests")
struct DigestTests {
    private static let twoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

    @Test(
        "SHA-256 gives the digests that NIST published",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (twoBlocks, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        ])
    func sha256(message: String, expected: String) {
        #expect(Hex.encode(SHA256.digest(message)) == expected)
        #expect(Hex.encode(SHA256.digest(Array(message.utf8))) == expected)
        #expect(Hex.encode(SHA256.digest(Data(message.utf8))) == expected)
        #expect(Hex.encode(SHA256.digest(Array(("x" + message).utf8).dropFirst())) == expected)
        #expect(Hex.encode(SHA256.digest(message.utf8.reversed().reversed() as [UInt8])) == expected)
    }

    @Test("SHA-256 of a million letters a is the digest that NIST published")
    func sha256Long() {
        let digest = SHA256.digest([UInt8](repeating: 0x61, count: 1_000_000))
        #expect(Hex.encode(digest) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(
        "SHA-1 gives the digests that NIST published",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (twoBlocks, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
        ])
    func sha1(message: String, expected: String) {
        #expect(Hex.encode(SHA1.digest(message)) == expected)
        #expect(Hex.encode(SHA1.digest(Array(message.utf8))) == expected)
    }

    private struct HMACCase {
        let key: [UInt8]
        let message: [UInt8]
        let expected: String
    }

    /// RFC 4231, section 4, test cases 1 to 7.
    private static let hmacCases = [
        HMACCase(
            key: Array(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            expected: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        HMACCase(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            expected: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        HMACCase(
            key: Array(repeating: 0xaa, count: 20), message: Array(repeating: 0xdd, count: 50),
            expected: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        HMACCase(
            key: Array(1...25), message: Array(repeating: 0xcd, count: 50),
            expected: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        HMACCase(
            key: Array(repeating: 0x0c, count: 20), message: Array("Test With Truncation".utf8),
            expected: "a3b6167473100ee06e0c796c2955552b"),
        HMACCase(
            key: Array(repeating: 0xaa, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            expected: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        HMACCase(
            key: Array(repeating: 0xaa, count: 131),
            message: Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            expected: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]

    @Test("HMAC-SHA-256 gives the values of RFC 4231", arguments: hmacCases.indices)
    func hmac(index: Int) {
        let example = Self.hmacCases[index]
        let value = Hex.encode(HMAC.sha256(key: example.key, message: example.message))
        #expect(value.hasPrefix(example.expected))
    }

    @Test("HMAC with an empty key and an empty message is defined")
    func emptyHMAC() {
        let expected = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        #expect(Hex.encode(HMAC.sha256(key: [], message: "")) == expected)
    }

    @Test("one key authenticates from many threads at once with the same value")
    func sharedKey() async {
        let key = HMACKey([1, 2, 3])
        let expected = HMAC.sha256(key: [1, 2, 3], message: "shared")
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).allSatisfy { _ in key.authenticate("shared".utf8) == expected } }
            }
            for await same in group { #expect(same) }
        }
    }
}
