import Jobs
import Testing

@Suite struct BackoffTests {
    @Test("the bound doubles with each error, up to the cap")
    func bound() {
        let backoff = Backoff(base: .seconds(1), cap: .seconds(900))
        let bounds = (1...12).map { backoff.bound(afterErrors: $0) }
        #expect(bounds.map { Int($0.components.seconds) } == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
        #expect(backoff.bound(afterErrors: 0) == .seconds(1) && backoff.bound(afterErrors: -3) == .seconds(1))
        #expect(backoff.bound(afterErrors: .max) == .seconds(900))
    }

    @Test("a delay lies between nothing and the bound, and spreads over all of it")
    func jitter() {
        let backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        var generator = SystemRandomNumberGenerator()
        for errors in [1, 4, 100] {
            let bound = backoff.bound(afterErrors: errors)
            let delays = (0..<2000).map { _ in backoff.delay(afterErrors: errors, using: &generator) }
            #expect(delays.allSatisfy { $0 >= .zero && $0 <= bound })
            #expect(delays.contains { $0 < bound * 0.1 } && delays.contains { $0 > bound * 0.9 })
        }
    }
}
