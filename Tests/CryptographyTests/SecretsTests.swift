import Testing

@testable import Cryptography

@Suite("Randomness and comparison")
struct SecretsTests {
    @Test("random bytes have the length asked for and do not repeat")
    func random() {
        for length in [0, 1, 16, 33, 5000] { #expect(SecureRandom.bytes(length).count == length) }
        #expect(Set((0..<1000).map { _ in SecureRandom.bytes(16) }).count == 1000)
        #expect(Set((0..<1000).map { _ in SecureRandom.uint64() }).count == 1000)
    }

    @Test("every bit of a random number is used")
    func allBits() {
        let numbers = (0..<200).map { _ in SecureRandom.uint64() }
        #expect(numbers.reduce(0, |) == .max)
        #expect(numbers.reduce(.max, &) == 0)
    }

    @Test("two secrets are equal only when every byte is")
    func equality() {
        let secret: [UInt8] = Array(0..<32)
        #expect(constantTimeEquals(secret, secret))
        #expect(constantTimeEquals([], []))
        #expect(!constantTimeEquals(secret, Array(secret.dropLast())))
        for index in secret.indices {
            var other = secret
            other[index] ^= 1
            #expect(!constantTimeEquals(secret, other))
        }
    }
}
