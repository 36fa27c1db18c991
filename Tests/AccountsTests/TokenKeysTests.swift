import Cryptography
import Foundation
import Synchronization
import Testing

@testable import Accounts

@Suite("A secret of tokens that is replaced")
struct TokenKeysTests {
    private final class Clock: Sendable {
        private let passed = Mutex(Duration.zero)
        private let start = ContinuousClock.now
        var now: ContinuousClock.Instant { passed.withLock { start + $0 } }
        func pass(_ time: Duration) { passed.withLock { $0 += time } }
    }

    private static let old = Array("an old secret of more than 32 bytes".utf8)
    private static let new = Array("a new secret of more than 32 bytes ".utf8)

    private static func user() throws -> User {
        User(
            id: UUID(), account: UUID(), email: try #require(EmailAddress("a@b.c")), role: .school, createdAt: Date())
    }

    @Test("it verifies at once, signs two minutes later, and its predecessor verifies until its last token has ended")
    func renew() throws {
        let clock = Clock()
        let keys = try TokenKeys(secret: Self.old, now: { clock.now })
        let issuer = AccessTokenIssuer(keys: keys)
        let user = try Self.user()
        clock.pass(.seconds(86_400))
        let before = try issuer.issue(for: user, at: Date())
        try keys.renew(Self.new)
        let foreign = try JWTSigner.secret(Self.new)
        #expect(try keys.verify(AccessTokenIssuer(signer: foreign).issue(for: user, at: Date()).text).role == "school")
        #expect(try keys.verify(before.text).role == "school")

        clock.pass(.seconds(119))
        let byOld = try issuer.issue(for: user, at: Date())
        #expect(try JWTVerifier.secret(Self.old).verify(byOld.text).role == "school")
        clock.pass(.seconds(1))
        let byNew = try issuer.issue(for: user, at: Date())
        #expect(try JWTVerifier.secret(Self.new).verify(byNew.text).role == "school")

        clock.pass(.seconds(12 * 3600 - 1))
        #expect(try keys.verify(byOld.text).role == "school")
        clock.pass(.seconds(2))
        #expect(throws: JWTError.badSignature) { try keys.verify(byOld.text) }
        #expect(try keys.verify(byNew.text).role == "school")
    }

    @Test("a secret that is too short changes nothing")
    func tooShort() throws {
        let keys = try TokenKeys(secret: Self.old)
        #expect(throws: JWTKeyError.self) { try keys.renew([1, 2, 3]) }
        let token = try AccessTokenIssuer(keys: keys).issue(for: try Self.user(), at: Date())
        #expect(try keys.verify(token.text).role == "school")
    }
}
