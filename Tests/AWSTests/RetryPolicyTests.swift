import Testing

@testable import AWS

@Suite("Retries")
struct RetryPolicyTests {
    @Test("the wait doubles up to a bound, is longer for throttling, and is a random part of it")
    func delays() {
        var policy = RetryPolicy()
        policy.random = { 1 }
        #expect(policy.delay(retry: 0, throttled: false, retryAfter: nil) == .milliseconds(50))
        #expect(policy.delay(retry: 2, throttled: false, retryAfter: nil) == .milliseconds(200))
        #expect(policy.delay(retry: 0, throttled: true, retryAfter: nil) == .seconds(1))
        #expect(policy.delay(retry: 60, throttled: true, retryAfter: nil) == .seconds(20))
        policy.random = { 0 }
        #expect(policy.delay(retry: 5, throttled: true, retryAfter: nil) == .zero)
    }

    @Test("what AWS asks for is honoured, but for no more than five seconds on top")
    func retryAfter() {
        var policy = RetryPolicy()
        policy.random = { 0 }
        #expect(policy.delay(retry: 0, throttled: true, retryAfter: .seconds(2)) == .seconds(2))
        #expect(policy.delay(retry: 0, throttled: true, retryAfter: .seconds(60)) == .seconds(5))
    }

    @Test("retries are paid for out of one budget, and successes pay back")
    func tokens() {
        let tokens = RetryTokens()
        let cost = RetryTokens.cost(throttled: false)
        var taken = 0
        while tokens.take(cost) { taken += 1 }
        #expect(taken == 35)
        #expect(tokens.take(RetryTokens.cost(throttled: true)))
        #expect(!tokens.take(cost))
        tokens.giveBack(cost)
        #expect(tokens.take(cost))
        for _ in 0..<1000 { tokens.giveBack(nil) }
        #expect(tokens.count == RetryTokens.capacity)
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
