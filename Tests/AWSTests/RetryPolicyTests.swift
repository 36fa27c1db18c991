import TestSupport
import Testing

@testable import AWS

@Suite("Retries")
struct RetryPolicyTests {
    private static let ample = Duration.seconds(1000)

    @Test("the wait doubles up to a bound, is longer for throttling, and is a random part of it")
    func delays() {
        var policy = RetryPolicy()
        policy.random = { 1 }
        #expect(policy.delay(retry: 0, after: .transient, left: Self.ample) == .milliseconds(50))
        #expect(policy.delay(retry: 2, after: .transient, left: Self.ample) == .milliseconds(200))
        #expect(policy.delay(retry: 0, after: .throttled, left: Self.ample) == .seconds(1))
        #expect(policy.delay(retry: 60, after: .throttled, left: Self.ample) == .seconds(5))
        #expect(policy.delay(retry: .max - 1, after: .throttled, left: Self.ample) == nil)
        policy.random = { 0 }
        #expect(policy.delay(retry: 5, after: .throttled, left: Self.ample) == .zero)
    }

    @Test("what AWS asks to wait is waited, or there is no retry where that is longer than the time that is left")
    func retryAfter() {
        var policy = RetryPolicy()
        policy.random = { 0 }
        func delay(_ asked: Duration, _ left: Duration) -> Duration? {
            policy.delay(retry: 0, after: .throttled, retryAfter: asked, left: left)
        }
        #expect(delay(.seconds(2), .seconds(30)) == .seconds(2))
        #expect(delay(.seconds(20), .seconds(30)) == .seconds(20))
        #expect(delay(.seconds(60), .seconds(30)) == nil)
        #expect(delay(.seconds(3600), .seconds(30)) == nil)
    }

    @Test("retries go on until the time is over, a dozen or so in half a minute, and none is begun at its very end")
    func untilTheEnd() {
        var generator = SeededGenerator(Settings.seed)
        for kind in [AWSError.Kind.throttled, .transient, .unreachable, .timedOut] {
            for _ in 0..<100 {
                var policy = RetryPolicy()
                let random = Double.random(in: 0..<1, using: &generator)
                policy.random = { random }
                var (left, retries) = (Duration.seconds(30), 0)
                while let delay = policy.delay(retry: retries, after: kind, left: left) {
                    // An answer takes a moment.
                    left -= delay + .milliseconds(50)
                    retries += 1
                }
                #expect(left < .milliseconds(500) && retries >= 6, "\(kind) \(random): \(retries), \(left)")
            }
        }
        #expect(RetryPolicy().delay(retry: 2, after: .malformedAnswer, left: Self.ample) == nil)
    }

    @Test("a list whose tokens repeat, or whose empty pages do not end, is refused")
    func pages() throws {
        var pages = PageGuard()
        #expect(try pages.follow("a", items: 0) == "a")
        #expect(try pages.follow("b", items: 5) == "b")
        #expect(throws: MalformedAnswer.repeatedToken) { try pages.follow("a", items: 5) }
        #expect(try pages.follow(nil, items: 0) == nil)
        var empty = PageGuard()
        #expect(throws: MalformedAnswer.endlessPages) {
            for number in 0..<100 { _ = try empty.follow("\(number)", items: 0) }
        }
    }
}
