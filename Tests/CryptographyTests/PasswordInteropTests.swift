import Testing

@testable import Cryptography

@Suite("Password hashes of and for Python's bcrypt")
struct PasswordInteropTests {
    private struct Hash: Encodable {
        let call = "hash_passwords"
        let passwords: [String]
    }

    private struct Check: Encodable {
        let call = "check_passwords"
        let passwords: [String]
        let hashes: [String]
    }

    private let passwords = ["a", "correct horse", "päßwörd 🚢", String(repeating: "x", count: 72), "$2b$04$"]
    private let hasher = PasswordHasher(cost: 4)

    @Test("its hashes verify here")
    func theirs() async throws {
        let hashes: [String] = try await Python.ask(Hash(passwords: passwords))
        for (password, hash) in zip(passwords, hashes) {
            #expect(try await hasher.verify(password, against: hash))
            #expect(try await !hasher.verify(password.uppercased() + ".", against: hash))
        }
    }

    @Test("our hashes verify there")
    func ours() async throws {
        var hashes: [String] = []
        for password in passwords { hashes.append(try await hasher.hash(password)) }
        let right: [Bool] = try await Python.ask(Check(passwords: passwords, hashes: hashes))
        #expect(right.allSatisfy { $0 })
        let wrong: [Bool] = try await Python.ask(Check(passwords: passwords, hashes: hashes.reversed()))
        // Reversed, the one in the middle stays its own.
        #expect(wrong == [false, false, true, false, false])
    }
}
