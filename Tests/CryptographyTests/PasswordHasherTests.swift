import Foundation
import Testing

@testable import Cryptography

@Suite("Password hashes")
struct PasswordHasherTests {
    private let hasher = PasswordHasher(cost: 4)

    /// The test vectors of crypt_blowfish (Openwall) and of OpenBSD's bcrypt as jBCrypt publishes them.
    private static let vectors: [(String, [UInt8])] = [
        ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", Array("U*U".utf8)),
        ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", Array("U*U*".utf8)),
        ("$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a", Array("U*U*U".utf8)),
        ("$2b$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e", [0xFF, 0xFF, 0xA3]),
        ("$2y$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e", [0xFF, 0xFF, 0xA3]),
        ("$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq", [0xA3]),
        ("$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq", [0xA3]),
        ("$2a$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq", [0xA3]),
        ("$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.", []),
        ("$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe", Array("a".utf8)),
        ("$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i", Array("abc".utf8)),
        (
            "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
            Array("abcdefghijklmnopqrstuvwxyz".utf8)
        ),
        (
            "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO",
            Array("~!@#$%^&*()      ~!@#$%^&*()PNBFRD".utf8)
        ),
    ]

    @Test("the published hashes come out", arguments: vectors.indices)
    func published(index: Int) async throws {
        let (hash, password) = Self.vectors[index]
        #expect(Bcrypt.hash(password, setting: hash) == hash)
        #expect(Bcrypt.hash(password + [0x21], setting: hash) != hash)
        if let text = String(validating: password, as: UTF8.self) {
            #expect(try await hasher.verify(text, against: hash))
            #expect(try await !hasher.verify(text + "!", against: hash))
        }
    }

    @Test("a hash is of the current form, salted afresh, and verifies its own password alone")
    func roundTrip() async throws {
        let password = "correct horse bätterÿ"
        let (first, second) = (try await hasher.hash(password), try await hasher.hash(password))
        #expect(first.hasPrefix("$2b$04$") && first.utf8.count == 60)
        #expect(first != second)
        #expect(try await hasher.verify(password, against: first))
        #expect(try await hasher.verify(password, against: second))
        for other in ["", "Correct horse bätterÿ", password + " ", String(password.dropLast())] {
            #expect(try await !hasher.verify(other, against: first))
        }
    }

    @Test("72 bytes all count; a longer password is refused, not cut")
    func length() async throws {
        let longest = String(repeating: "ä", count: 36)
        let hash = try await hasher.hash(longest)
        #expect(try await hasher.verify(longest, against: hash))
        #expect(try await !hasher.verify(String(longest.dropLast()) + "aa", against: hash))
        #expect(try await !hasher.verify(longest + "a", against: hash))
        await #expect(throws: PasswordError.tooLong) { _ = try await hasher.hash(longest + "a") }
    }

    @Test("a zero byte is refused, not taken for the end")
    func zero() async throws {
        let hash = try await hasher.hash("abc")
        await #expect(throws: PasswordError.containsZero) { _ = try await hasher.hash("abc\0def") }
        #expect(try await !hasher.verify("abc\0def", against: hash))
        #expect(try await !hasher.verify("abc\0", against: hash))
    }

    @Test(
        "a stored text that is no bcrypt hash verifies nothing",
        arguments: [
            "", "*", "*0", "x", "$", "$2b$", "$2b$04$", "password", "$1$salt$hash", "$5$salt$x", "$6$salt$x",
            "$y$j9T$x",
            "$2b$04$......................", "$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e",
            "$2b$31$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
            "$2b$03$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
            "$2b$+5$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq",
            "$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlC!",
            "$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCqq",
            "$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUl\u{0}q", "é", String(repeating: "$", count: 60),
        ])
    func malformed(stored: String) async throws {
        for password in ["", "a", stored] { #expect(try await !hasher.verify(password, against: stored)) }
        #expect(hasher.needsRehash(stored))
    }

    @Test("a hash of a lower cost or an older form asks to be made anew, a stronger one does not")
    func rehash() async throws {
        let rest = "$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq"
        let hasher = PasswordHasher(cost: 6)
        for (stored, needed) in [
            ("$2b$06", false), ("$2b$07", false), ("$2b$05", true), ("$2a$06", true), ("$2y$06", true),
        ] {
            #expect(hasher.needsRehash(stored + rest) == needed)
        }
        #expect(try await !hasher.needsRehash(hasher.hash("a password")))
    }

    @Test("an unknown user costs the same work as a known one")
    func nobody() async throws {
        let hasher = PasswordHasher(cost: 8, threads: 1)
        let stored = try await hasher.hash("a password")
        let clock = ContinuousClock()
        var known = Duration.seconds(1)
        var unknown = Duration.seconds(1)
        var malformed = Duration.seconds(1)
        // The least of many: what else the machine does only adds. No work at all would be a thousandth.
        for round in 0..<200 where round < 15 || min(unknown, malformed) <= known * 0.5 {
            known = min(known, try await clock.measure { _ = try await hasher.verify("wrong", against: stored) })
            unknown = min(unknown, try await clock.measure { _ = try await hasher.verifyAgainstNothing("wrong") })
            malformed = min(malformed, try await clock.measure { _ = try await hasher.verify("wrong", against: "") })
        }
        #expect(try await !hasher.verifyAgainstNothing("a password"))
        #expect(unknown > known * 0.5)
        #expect(malformed > known * 0.5)
    }
}
