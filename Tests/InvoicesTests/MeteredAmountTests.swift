import Contracts
import Invoices
import TestSupport
import Testing

@Suite("Metered use, by the month")
struct MeteredAmountTests {
    private static let early = Samples.span("2026-10-01", "2026-10-17")
    private static let late = Samples.span("2026-10-17", "2026-11-01")
    private static let whole = Samples.span("2026-10-01", "2026-11-01")

    private static func plan(_ included: Int64, _ micros: Int64, _ code: String = "metered") -> Plan {
        Samples.plan(code, price: 0, metered: [("ai.tokens", included, micros)])
    }

    private static let constant = [Samples.terms(plan(1000, 2500), from: "2026-01-01")]
    /// From the 17th on another allowance and price.
    private static func changing(to included: Int64) -> [SubscriptionTerms] {
        constant + [Samples.terms(plan(included, 10_000, "other"), from: "2026-10-17")]
    }

    private func use(_ uses: (DaySpan, Int64)...) -> [UsageSum] {
        uses.map { UsageSum(metric: "ai.tokens", span: $0.0, quantity: $0.1) }
    }

    private func metered(
        _ changes: [SubscriptionTerms], _ usage: [UsageSum], billed: [BilledUse] = [], in month: String = "2026-10"
    ) throws -> [String] {
        try Samples.amounts(month, changes, usage: usage, billed: billed).lines.filter { $0.kind == .metered }.map {
            "\($0.from) \($0.quantity) × \($0.unitPriceMicros) = \($0.netCents)"
        }
    }

    @Test("only what is beyond the allowance is billed, at the price of the terms")
    func allowance() throws {
        #expect(try metered(Self.constant, use((Self.whole, 1000))).isEmpty)
        #expect(try metered(Self.constant, use((Self.whole, 1001))) == ["2026-10-01 1 × 2500 = 0"])
        #expect(try metered(Self.constant, use((Self.whole, 3000))) == ["2026-10-01 2000 × 2500 = 500"])
        #expect(try metered(Self.constant, use((Self.whole, 900), (Self.whole, 200))) == ["2026-10-01 100 × 2500 = 25"])
    }

    @Test("an allowance is the month's: its use goes on where the terms change")
    func segments() throws {
        let changes = Self.changing(to: 1000)
        #expect(try metered(changes, use((Self.early, 800), (Self.late, 500))) == ["2026-10-17 300 × 10000 = 300"])
        #expect(
            try metered(changes, use((Self.early, 1200), (Self.late, 500))) == [
                "2026-10-01 200 × 2500 = 50", "2026-10-17 500 × 10000 = 500",
            ])
        // A smaller allowance bills nothing of what was used under the larger one.
        #expect(try metered(Self.changing(to: 50), use((Self.early, 800), (Self.late, 0))).isEmpty)
        #expect(
            try metered(Self.changing(to: 50), use((Self.early, 800), (Self.late, 7))) == ["2026-10-17 7 × 10000 = 7"])
        // A larger one is reached later, and gives nothing back.
        #expect(
            try metered(Self.changing(to: 2000), use((Self.early, 1200), (Self.late, 900))) == [
                "2026-10-01 200 × 2500 = 50", "2026-10-17 100 × 10000 = 100",
            ])
    }

    @Test("a correction takes off what was used last before it, and never makes a line below 0")
    func corrections() throws {
        #expect(
            try metered(Self.constant, use((Self.whole, 3000), (Self.whole, -1500))) == ["2026-10-01 500 × 2500 = 125"])
        let changes = Self.changing(to: 1000)
        #expect(try metered(changes, use((Self.early, 1800), (Self.late, -300))) == ["2026-10-01 500 × 2500 = 125"])
        // Last first: the 17th to the 20th, then what was before.
        let (middle, end) = (Samples.span("2026-10-17", "2026-10-21"), Samples.span("2026-10-21", "2026-11-01"))
        let twice = changes + [Samples.terms(Self.plan(1000, 1, "third"), from: "2026-10-21")]
        #expect(
            try metered(twice, use((Self.early, 1100), (middle, 50), (end, -80))) == ["2026-10-01 70 × 2500 = 18"])
        let usage = use((Self.early, 1800), (Self.late, -5000))
        #expect(try metered(changes, usage).isEmpty)
        let warnings = try Samples.amounts("2026-10", changes, usage: usage).warnings
        #expect(warnings.map(\.code) == [.unusedCorrection] && warnings.map(\.quantity) == [3200])
        // It corrects nothing that came after it.
        #expect(try metered(changes, use((Self.early, -500), (Self.late, 1500))) == ["2026-10-17 500 × 10000 = 500"])
    }

    @Test("late use is billed with its own days and terms, beyond what was billed of its month")
    func lateUse() throws {
        let changes = Self.constant + [Samples.terms(Self.plan(0, 99, "new"), from: "2026-11-01")]
        let billed = [BilledUse(metric: "ai.tokens", span: Self.whole, quantity: 500)]
        #expect(
            try metered(changes, use((Self.whole, 1700)), billed: billed, in: "2026-11")
                == ["2026-10-01 200 × 2500 = 50"])
        #expect(try metered(changes, use((Self.whole, 1500)), billed: billed, in: "2026-11").isEmpty)
        #expect(try metered(changes, use((Self.whole, 1200)), billed: billed, in: "2026-11").isEmpty)
        // It fills the allowance first when it came before that was used up.
        #expect(try metered(changes, use((Self.whole, 900)), in: "2026-11").isEmpty)
        let line = try Samples.amounts("2026-11", changes, usage: use((Self.whole, 1700)), billed: billed).lines.last
        #expect(
            line?.description
                == "Use of ai.tokens (1,000 included), October 2026, counted after the invoice of that month")
        #expect(line.flatMap { BilledUse($0) } == BilledUse(metric: "ai.tokens", span: Self.whole, quantity: 200))
    }

    @Test("late use in the first of two segments is billed there, and no unit twice when terms changed since")
    func lateSegments() throws {
        let changes = Self.changing(to: 1000)
        let billed = [
            BilledUse(metric: "ai.tokens", span: Self.early, quantity: 100),
            BilledUse(metric: "ai.tokens", span: Self.late, quantity: 200),
        ]
        #expect(
            try metered(changes, use((Self.early, 1150), (Self.late, 200)), billed: billed, in: "2026-11")
                == ["2026-10-01 50 × 2500 = 13"])
        // What was billed for a segment whose use is less now makes room in the others.
        #expect(
            try metered(changes, use((Self.early, 1050), (Self.late, 300)), billed: billed, in: "2026-11")
                == ["2026-10-17 50 × 10000 = 50"])
        let elsewhere = [BilledUse(metric: "ai.tokens", span: Samples.span("2026-10-03", "2026-10-04"), quantity: 250)]
        let ended = [Samples.terms(Self.plan(0, 1000), from: "2026-10-17")]
        #expect(
            try metered(ended, use((Self.late, 300)), billed: elsewhere, in: "2026-11") == ["2026-10-17 50 × 1000 = 5"])
    }

    @Test(
        "use without a subscription, or in another currency, is left out with a warning; use without a price silently")
    func unbilled() throws {
        let october = [Samples.terms(Self.plan(0, 10_000), from: "2026-10-01", to: "2026-10-17")]
        let amounts = try Samples.amounts("2026-10", october, usage: use((Self.early, 3), (Self.late, 4)))
        #expect(amounts.summary == ["plan 1 × 0 = 0", "metered 3 × 10000 = 3"])
        #expect(amounts.warnings.map(\.code) == [.unsubscribedUse] && amounts.warnings.map(\.quantity) == [4])
        #expect(
            amounts.warnings.first?.message
                == "4 of ai.tokens in 2026-10 were used on days without a subscription, and are not billed")
        let dollars = [
            Samples.terms(Samples.plan(currency: "USD", metered: [("ai.tokens", 0, 10_000)]), from: "2026-01-01"),
            Samples.terms(Samples.plan(), from: "2026-11-01"),
        ]
        let moved = try Samples.amounts("2026-11", dollars, usage: use((Self.whole, 9)))
        #expect(moved.lines.map(\.kind) == [.plan] && moved.warnings.map(\.code) == [.otherCurrency])
        let other = [UsageSum(metric: "scans", span: Self.whole, quantity: 5)]
        let silent = try Samples.amounts("2026-10", Self.constant, usage: other)
        #expect(silent.lines.count == 1 && silent.warnings.isEmpty)
        let early = [UsageSum(metric: "scans", span: Self.late, quantity: 5)]
        #expect(try Samples.amounts("2026-10", october, usage: early).warnings.isEmpty)
        // A month without a subscription may still have late use, in the currency of its own month.
        let gone = try Samples.amounts("2026-11", october, usage: use((Self.early, 3)))
        #expect(gone.summary == ["metered 3 × 10000 = 3"] && gone.currency == Samples.euro)
    }

    @Test("the order in which use is given does not matter, nor whether it is summed up by the day")
    func order() throws {
        let seed = Settings.seed
        var generator = SeededGenerator(seed)
        for _ in 0..<300 {
            let one = RandomMonth(using: &generator)
            let pieces = one.usage.flatMap { sum -> [UsageSum] in
                let part = Int64.random(in: -1000...1000, using: &generator)
                return [part, sum.quantity - part].map { UsageSum(metric: sum.metric, span: sum.span, quantity: $0) }
            }
            func outcome(_ usage: [UsageSum]) -> Result<InvoiceAmounts, AmountProblem> {
                Result { () throws(AmountProblem) in try one.computation(usage).amounts() }
            }
            #expect(outcome(pieces.shuffled(using: &generator)) == outcome(one.usage), "seed \(seed)")
            let days = one.use.map {
                let next = CalendarDay(number: $0.day.number + 1)
                return UsageSum(metric: $0.metric, span: DaySpan(from: $0.day, to: next), quantity: $0.quantity)
            }
            #expect(outcome(days) == outcome(one.usage), "seed \(seed)")
        }
    }

    @Test("a sum over a change of terms, or of a later month, is refused")
    func misplaced() throws {
        for usage in [use((Self.whole, 1)), use((Samples.span("2026-11-01", "2026-12-01"), 1))] {
            let error = #expect(throws: AmountProblem.self) {
                try Samples.amounts("2026-10", Self.changing(to: 1), usage: usage)
            }
            #expect(error?.code == .misplacedUse && error?.pointer == "/usage/ai.tokens")
        }
    }
}
