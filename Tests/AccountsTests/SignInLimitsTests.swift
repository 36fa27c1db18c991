import Testing

@testable import Accounts

@Suite("Limits of sign-ins") struct SignInLimitsTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    private func wait(_ decision: SignInLimits.Decision) -> Double? {
        if case .refuse(let wait) = decision { wait / .seconds(1) } else { nil }
    }

    @Test("what succeeds draws on nothing, however often") func success() {
        var limits = SignInLimits()
        for _ in 0..<10_000 {
            #expect(limits.decide(address: "a", account: "x", at: start) == .allow)
            limits.succeeded(address: "a", account: "x", at: start)
        }
    }

    @Test("the first failures of an account are free, then each doubles the wait, up to a bound") func growing() {
        var limits = SignInLimits()
        for index in 0..<10 {
            #expect(limits.decide(address: "a\(index)", account: "x", at: start) == .allow)
            limits.failed(address: "a\(index)", account: "x", at: start)
        }
        #expect(limits.decide(address: "b", account: "x", at: start) == .allow)
        var now = 0.0
        var waits: [Double] = []
        for index in 0..<12 {
            limits.failed(address: "b\(index)", account: "x", at: at(now))
            let wait = wait(limits.decide(address: "c", account: "x", at: at(now))) ?? 0
            waits.append(wait)
            now += wait
            #expect(limits.decide(address: "c", account: "x", at: at(now)) == .allow)
        }
        #expect(waits.prefix(4).map { $0.rounded() } == [1, 2, 4, 8])
        #expect(waits == waits.sorted())
        #expect(waits.allSatisfy { $0 <= 300 })
        #expect(limits.decide(address: "c", account: "other", at: start) == .allow)
    }

    @Test("failures are forgotten, one a minute") func forgetting() {
        var limits = SignInLimits()
        for _ in 0..<11 { limits.failed(address: "a", account: "x", at: start) }
        #expect(wait(limits.decide(address: "b", account: "x", at: start)) != nil)
        limits.failed(address: "a", account: "x", at: at(3600))
        #expect(limits.decide(address: "b", account: "x", at: at(3600)) == .allow)
    }

    @Test("an account that is guessed at from elsewhere stays open where it was signed in to before") func trusted() {
        var limits = SignInLimits()
        limits.succeeded(address: "home", account: "x", at: start)
        for index in 0..<100 { limits.failed(address: "bot\(index)", account: "x", at: start) }
        #expect(limits.decide(address: "home", account: "x", at: start) == .allow)
        #expect(wait(limits.decide(address: "bot0", account: "x", at: start)) != nil)
        // What fails at home counts at home.
        for _ in 0..<11 { limits.failed(address: "home", account: "x", at: start) }
        #expect(wait(limits.decide(address: "home", account: "x", at: start)) != nil)
    }

    @Test("an address at which much fails is served last for accounts at which little does") func address() {
        var limits = SignInLimits()
        for index in 0..<100 { limits.failed(address: "nat", account: "none\(index)", at: start) }
        #expect(limits.decide(address: "nat", account: "victim", at: start) == .allowLast)
        for _ in 0..<3 { limits.failed(address: "nat", account: "victim", at: start) }
        #expect(wait(limits.decide(address: "nat", account: "victim", at: start)) != nil)
        #expect(limits.decide(address: "elsewhere", account: "none0", at: start) == .allow)
        #expect(limits.decide(address: "nat", account: "none0", at: at(120)) == .allow)
    }

    @Test("two hundred may sign up at once, then two a second; one who comes one at a time waits and is not refused")
    func signUps() {
        var limits = SignInLimits()
        for _ in 0..<200 { #expect(limits.signUp(address: "a", at: start) == .zero) }
        #expect(limits.signUp(address: "a", at: start).map { $0 <= .seconds(1) } == true)
        #expect(limits.signUp(address: "a", at: start) == nil)
        #expect(limits.signUp(address: "b", at: start) == .zero)
        var now = 1.0
        for _ in 0..<500 {
            let wait = limits.signUp(address: "a", at: at(now))
            #expect(wait.map { $0 <= .seconds(1) } == true)
            now += (wait ?? .zero) / .seconds(1) + 0.01
        }
        // 120 a minute are never refused, however long that goes on.
        var others = SignInLimits()
        for index in 0..<10_000 { #expect(others.signUp(address: "c", at: at(Double(index) / 2)) == .zero) }
    }

    @Test("memory is bounded, however many users and addresses fail") func bounded() {
        var rules = SignInRules()
        rules.remembered = 100
        var limits = SignInLimits(rules)
        for index in 0..<10_000 { limits.failed(address: "a\(index)", account: "x\(index)", at: start) }
        #expect(limits.decide(address: "a0", account: "x0", at: start) == .allow)
    }

    @Test("an account that invites taken addresses, a hundred and then one a second, may not invite for a while")
    func takenAddresses() {
        var limits = SignInLimits()
        for _ in 0..<100 {
            #expect(limits.invitationWait(account: "a", at: start) == .zero)
            limits.invitedTaken(account: "a", at: start)
        }
        #expect(limits.invitationWait(account: "a", at: start) > .zero)
        #expect(limits.invitationWait(account: "b", at: start) == .zero)
        #expect(limits.invitationWait(account: "a", at: at(1)) == .zero)
    }
}
