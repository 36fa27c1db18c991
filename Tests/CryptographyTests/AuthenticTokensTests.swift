import Foundation
import Synchronization
import Testing

@testable import Cryptography

@Suite("Tokens that were verified before")
struct AuthenticTokensTests {
    private final class Clock: Sendable {
        private let time: Mutex<Date>
        init(_ time: Date) { self.time = Mutex(time) }
        var now: Date { time.withLock { $0 } }
        func pass(_ seconds: Double) { time.withLock { $0 = $0.addingTimeInterval(seconds) } }
    }

    @Test("a token that was good is refused from its last moment on, and by the verifier of another key")
    func expiry() throws {
        let clock = Clock(Tokens.claims.issuedAt)
        let verifier = try JWTVerifier.secret(Tokens.secret) { clock.now }
        let token = try JWTSigner.secret(Tokens.secret).sign(Tokens.claims)
        for _ in 0..<3 { #expect(try verifier.verify(token) == Tokens.claims) }
        let other = try JWTVerifier.secret(Array(Tokens.secret.reversed())) { clock.now }
        #expect(throws: JWTError.badSignature) { try other.verify(token) }
        clock.pass(Tokens.claims.expiresAt.timeIntervalSince(clock.now))
        #expect(throws: JWTError.expired) { try verifier.verify(token) }
        clock.pass(-1)
        #expect(try verifier.verify(token) == Tokens.claims)
    }

    @Test("a token that was refused is not kept, and one that differs in a letter is another one")
    func refused() throws {
        let verifier = try Tokens.verifier()
        let token = try JWTSigner.secret(Tokens.secret).sign(Tokens.claims)
        _ = try verifier.verify(token)
        let forged = Tokens.signed(Tokens.header, Tokens.payload).dropLast(8) + "AAAAAAAA"
        for _ in 0..<3 { #expect(throws: JWTError.badSignature) { try verifier.verify(String(forged)) } }
        let last = try #require(token.last)
        #expect(throws: JWTError.self) { try verifier.verify(token.dropLast() + (last == "A" ? "Q" : "A")) }
    }

    @Test("so many are kept and no more; a long one is not")
    func bounds() {
        let tokens = AuthenticTokens()
        for number in 0..<AuthenticTokens.most { tokens.keep(Tokens.claims, of: "\(number)") }
        #expect(tokens.claims(of: "0") != nil)
        tokens.keep(Tokens.claims, of: "one more")
        #expect(tokens.claims(of: "0") == nil && tokens.claims(of: "one more") != nil)
        let long = String(repeating: "x", count: AuthenticTokens.longest + 1)
        tokens.keep(Tokens.claims, of: long)
        #expect(tokens.claims(of: long) == nil)
    }
}
