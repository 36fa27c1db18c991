import Contracts
import Foundation
import Invoices
import TestSupport
import Testing

@Suite("No amount is too large for an answer")
struct AmountBoundTests {
    private static let october = Samples.span("2026-10-01", "2026-11-01")

    private func problem(_ changes: [SubscriptionTerms], _ quantity: Int64 = 0) -> AmountProblem? {
        let usage = [UsageSum(metric: "m", span: Self.october, quantity: quantity)]
        return #expect(throws: AmountProblem.self) { try Samples.amounts("2026-10", changes, usage: usage) }
    }

    @Test("what does not fit is refused with the pointer of the price or quantity")
    func overflow() {
        let max = Int64.max
        func terms(_ plan: Plan, modules: [String] = [], users: Int64 = 0) -> [SubscriptionTerms] {
            [Samples.terms(plan, modules: modules, users: users, from: "2026-01-01")]
        }
        #expect(problem(terms(Samples.plan(price: max)))?.pointer == "/plan/price_cents")
        let module = Samples.plan(modules: [("a", 1), ("b", max)])
        #expect(problem(terms(module, modules: ["b"]))?.pointer == "/plan/modules/1/price_cents")
        #expect(problem(terms(Samples.plan(userPrice: max), users: 51))?.pointer == "/plan/user_price_cents")
        #expect(problem(terms(Samples.plan(users: 0, userPrice: 1_000_000), users: max))?.pointer == "/users")
        let metered = terms(Samples.plan(metered: [("m", 0, max)]))
        #expect(problem(metered, max)?.pointer == "/usage/m")
        #expect(problem(metered, max)?.code == .tooLarge)
        // Each fits, their sum does not.
        let half = Samples.plan(currency: "JPY", price: max / 1_000_000, metered: [("m", 0, 1_000_000_000_000)])
        #expect(problem(terms(half), max / 1_000_000)?.code == .tooLarge)
        #expect(problem(terms(Samples.plan(price: -1)))?.code == .negative)
        #expect(problem(terms(Samples.plan(), modules: ["x"]))?.code == .unknownModule)
        let dollars = terms(Samples.plan()) + [Samples.terms(Samples.plan(currency: "USD"), from: "2026-10-31")]
        #expect(problem(dollars)?.code == .mixedCurrencies)
    }

    @Test("the largest that a plan may say gives amounts")
    func largest() throws {
        let plan = Samples.plan(
            price: Plan.highestPriceCents, users: 0, userPrice: 1000,
            modules: (0..<Plan.mostParts).map { ("m\($0)", 100_000) },
            metered: [("m", 0, Plan.highestUnitPriceMicros)])
        #expect(throws: Never.self) { try plan.check() }
        let terms = Samples.terms(
            plan, modules: plan.modules.map(\.code), users: Plan.mostUsers, from: "2026-01-01")
        #expect(throws: Never.self) { try terms.check() }
        let usage = [UsageSum(metric: "m", span: Self.october, quantity: 1_000_000)]
        let amounts = try Samples.amounts("2026-10", [terms], usage: usage)
        #expect(amounts.lines.count == 1003)
        #expect(amounts.lines.reduce(0) { $0 + $1.netCents } == amounts.totals.netCents)
    }

    @Test("numbers of every size, in every place, end in amounts or a problem and in no trap")
    func everyNumber() {
        let seed = Settings.seed
        var generator = SeededGenerator(seed)
        let numbers: [Int64] = [.min, .min + 1, -1_000_000, -1, 0, 1, 10_000, 1 << 32, 1 << 53, .max - 1, .max]
        func number() -> Int64 { numbers.randomElement(using: &generator)! }
        var outcomes: [Bool: Int] = [:]
        for _ in 0..<Settings.size(500, full: 20_000) {
            let changes = (0..<3).map { count in
                Samples.terms(
                    Samples.plan(
                        price: count == 0 ? 100 : number(), users: number(), userPrice: number(),
                        modules: [("a", number())],
                        metered: [("m", number(), number()), ("m", number(), number())]),
                    modules: ["a", "a"], users: number(),
                    from: ["2026-09-03", "2026-10-05", "2026-10-30", "0001-01-01", "9999-12-31"].randomElement(
                        using: &generator)!,
                    to: [nil, "0001-01-01", "9999-12-31", "2026-10-20"].randomElement(using: &generator)!)
            }
            let timeline = SubscriptionTimeline(changes)
            let usage = (0..<4).flatMap { _ in
                timeline.spans(in: Samples.month("2026-10")).map { UsageSum(metric: "m", span: $0, quantity: number()) }
            }
            let billed = (0..<4).map { _ in BilledUse(metric: "m", span: Self.october, quantity: number()) }
            for change in changes {
                try? change.check()
                try? change.plan.check()
            }
            let computation = InvoiceComputation(
                month: Samples.month("2026-10"), timeline: timeline, usage: usage, billed: billed, language: .french)
            let amounts = try? computation.amounts()
            if let amounts {
                #expect(amounts.lines.allSatisfy { $0.netCents >= 0 && $0.quantity > 0 }, "seed \(seed)")
                _ = InvoiceComparison(before: amounts, after: amounts)
            }
            outcomes[amounts != nil, default: 0] += 1
        }
        #expect(outcomes[true, default: 0] > 5 && outcomes[false, default: 0] > 50)
    }
}
