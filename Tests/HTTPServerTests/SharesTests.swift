import Foundation
import TestSupport
import Testing

@testable import HTTPServer

@Suite("Shares")
struct SharesTests {
    private func principal(of tenant: UUID = UUID()) -> Caller {
        Caller(key: .principal(UUID(), tenant: tenant), group: .tenant(tenant))
    }

    /// Takes one at a time until it is refused.
    private func fill(_ shares: inout Shares, by caller: Caller) -> (taken: Int, refusal: Shares.Refusal?) {
        for count in 0..<100_000 {
            if let refusal = shares.take(1, by: caller) { return (count, refusal) }
        }
        return (100_000, nil)
    }

    @Test("one who takes all it gets has half, and those who come after it have as much each as stays free")
    func dividing() {
        var shares = Shares(ShareLimits(total: 4096))
        let first = principal()
        let (taken, refusal) = fill(&shares, by: first)
        #expect(taken == 2048 && refusal == .share(first.key))
        #expect(shares.take(1, by: principal()) == nil)
        let (second, _) = fill(&shares, by: principal())
        #expect((1000...1024).contains(second))
        // The first gets nothing more before others give back; one that holds nothing is served all the while.
        #expect(shares.take(1, by: first) != nil)
        for _ in 0..<100 { #expect(shares.take(1, by: principal()) == nil) }
    }

    @Test("a tenant's users have one share in common, and an address has one of its own")
    func tenants() {
        var shares = Shares(ShareLimits(total: 1000, perCaller: 100, perTenant: 250))
        let tenant = UUID()
        let taken = (0..<4).map { _ in fill(&shares, by: principal(of: tenant)).taken }
        #expect(taken == [100, 100, 50, 0])
        #expect(fill(&shares, by: principal(of: tenant)).refusal == .share(.tenant(tenant)))
        #expect(fill(&shares, by: Caller(address: nil)).taken == 100)
    }

    @Test("when nothing is free, a caller that holds its share is refused for that, and one without any as full")
    func full() {
        var shares = Shares(ShareLimits(total: 10, floor: 10))
        let first = principal()
        #expect(fill(&shares, by: first).taken == 10)
        #expect(shares.take(1, by: first) == .share(first.key))
        #expect(shares.take(1, by: principal()) == .full)
        shares.giveBack(1, by: first)
        #expect(shares.take(1, by: principal()) == nil)
    }

    @Test("after any course of taking and giving back the sums are those of what is held, and in the end nothing is")
    func sums() {
        let seed = Settings.seed
        print("shares seed \(seed)")
        var random = SeededGenerator(seed)
        let tenants = [UUID(), UUID()]
        let callers = (0..<6).map { principal(of: tenants[$0 % 2]) } + [Caller(address: nil)]
        var shares = Shares(ShareLimits(total: 500, perCaller: 200, perTenant: 300, floor: 3))
        var held: [(Caller, Int)] = []
        for _ in 0..<20_000 {
            let caller = callers[Int.random(in: 0..<callers.count, using: &random)]
            if Bool.random(using: &random), !held.isEmpty {
                let (caller, amount) = held.remove(at: Int.random(in: 0..<held.count, using: &random))
                shares.giveBack(amount, by: caller)
            } else {
                let amount = Int.random(in: 1...20, using: &random)
                if shares.take(amount, by: caller) == nil { held.append((caller, amount)) }
            }
            #expect(shares.used == held.reduce(0) { $0 + $1.1 } && shares.used <= 500)
        }
        for (caller, amount) in held { shares.giveBack(amount, by: caller) }
        #expect(shares.used == 0 && callers.allSatisfy { shares.amount(of: $0.key) == 0 })
    }
}
