import Reactor
import TestSupport
import Testing

@testable import HTTPServer

@Suite("Events that wait for their readers")
struct UnreadSharesTests {
    private static func caller(_ number: Int) -> Caller { Caller(address: IPAddress("10.0.0.\(number)")) }

    @Test("of a caller with too much the readers furthest behind are cut off, not the one that keeps up")
    func slowest() {
        var shares = UnreadShares<Int>(ShareLimits(total: 1_000, floor: 10))
        let caller = Self.caller(1)
        for reader in 0..<10 { #expect(shares.add(reader == 3 ? 200 : 30, for: reader, of: caller)?.readers == nil) }
        // It has had its share, half of the total; what the reader 7 takes keeps it in front.
        shares.take(30, by: 7)
        var cut: [Int] = []
        for _ in 0..<3 {
            if let some = shares.add(130, for: 7, of: caller) {
                #expect(some.refusal.isShare && some.refusal.key == caller.key && some.refusal.resource == .events)
                cut += some.readers
            }
            shares.take(130, by: 7)
        }
        #expect(cut == [3])
        for reader in 0..<10 { shares.remove(reader) }
        #expect(shares.used == 0)
    }

    @Test("one whose readers read is never cut off because of another whose readers do not")
    func others() throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var random = SeededGenerator(seed)
        var shares = UnreadShares<Int>(ShareLimits(total: 100_000, floor: 1_000))
        let (slow, quick) = (Self.caller(1), Self.caller(2))
        var (held, cuts) = ([Int: Int](), 0)
        for _ in 0..<Settings.size(20_000, full: 400_000) {
            let reader = Int.random(in: 0..<50, using: &random)
            let count = Int.random(in: 1...2_000, using: &random)
            if let cut = shares.add(count, for: reader, of: slow) {
                cuts += 1
                #expect(cut.readers.allSatisfy { $0 < 50 } && !cut.readers.isEmpty)
                for reader in cut.readers { held[reader] = nil }
                if !cut.readers.contains(reader) { held[reader, default: 0] += count }
            } else {
                held[reader, default: 0] += count
            }
            let other = Int.random(in: 100..<103, using: &random)
            #expect(shares.add(500, for: other, of: quick)?.readers == nil)
            #expect(shares.used <= 100_000 && shares.used == held.values.reduce(500, +))
            shares.take(500, by: other)
            // Some leave, with what they were sent.
            if Int.random(in: 0..<100, using: &random) == 0 {
                shares.remove(reader)
                held[reader] = nil
            }
        }
        #expect(cuts > 10)
    }
}
