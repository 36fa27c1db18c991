import Contracts
import Invoices
import TestSupport
import Testing

@Suite("Flat prices, by days")
struct FlatAmountTests {
    @Test("a whole month has one line for the plan, each module and the users beyond those included")
    func wholeMonth() throws {
        let terms = Samples.terms(modules: ["ai"], users: 60, from: "2026-01-01")
        let amounts = try Samples.amounts("2026-10", [terms])
        #expect(
            amounts.summary == [
                "plan 1 × 49000000 = 4900", "module 1 × 15000000 = 1500", "users 10 × 1200000 = 1200",
            ])
        #expect(amounts.lines.map(\.description) == ["Plan Essential", "Module ai", "Additional users (50 included)"])
        #expect(amounts.totals.netCents == 7600 && amounts.totals.vatCents == 1520 && amounts.totals.totalCents == 9120)
        #expect(amounts.currency == Samples.euro && amounts.warnings.isEmpty)
        #expect(amounts.lines.allSatisfy { $0.from == Samples.day("2026-10-01") && $0.to == Samples.day("2026-11-01") })
    }

    @Test("a change within the month makes segments, each by its days of that month")
    func change() throws {
        let before = Samples.terms(users: 60, from: "2026-01-01")
        let after = Samples.terms(Samples.plan("large", price: 9900, users: 55), users: 60, from: "2026-10-17")
        let amounts = try Samples.amounts("2026-10", [before, after])
        #expect(
            amounts.summary == [
                "plan 1 × 25290323 = 2529", "users 10 × 619355 = 619", "plan 1 × 47903226 = 4790",
                "users 5 × 580645 = 290",
            ])
        #expect(amounts.lines.first?.description == "Plan Essential, 16 of 31 days")
        let french = try Samples.amounts("2026-10", [before, after], language: .french)
        #expect(
            french.lines.map(\.description).prefix(2) == [
                "Formule Essentiel, 16 jours sur 31", "Utilisateurs supplémentaires (50 inclus), 16 jours sur 31",
            ])
    }

    @Test("the month's own days count, also the leap day")
    func leapDay() throws {
        let terms = Samples.terms(Samples.plan(price: 2900), from: "2024-02-29")
        #expect(try Samples.amounts("2024-02", [terms]).summary == ["plan 1 × 1000000 = 100"])
        #expect(try Samples.amounts("2024-03", [terms]).summary == ["plan 1 × 29000000 = 2900"])
        let left = Samples.terms(Samples.plan(price: 3100), from: "2024-01-31", to: "2024-02-01")
        #expect(try Samples.amounts("2024-01", [left]).summary == ["plan 1 × 1000000 = 100"])
        #expect(try Samples.amounts("2024-02", [left]).lines.isEmpty)
    }

    @Test("no subscription, no lines; a free plan keeps its line; no line has the quantity 0")
    func nothing() throws {
        let none = try Samples.amounts("2026-10", [])
        #expect(none.lines.isEmpty && none.currency == nil && none.totals.totalCents == 0 && none.totals.groups.isEmpty)
        let terms = Samples.terms(Samples.plan(price: 0), users: 50, from: "2026-10-01")
        let free = try Samples.amounts("2026-10", [terms])
        #expect(free.summary == ["plan 1 × 0 = 0"])
        #expect(free.totals.groups.map(\.netCents) == [0] && free.currency == Samples.euro)
    }

    @Test("of a currency without decimals, or with three, the smallest unit is what is rounded to")
    func decimals() throws {
        func terms(_ currency: String) -> SubscriptionTerms {
            Samples.terms(Samples.plan(currency: currency, price: 1000), from: "2026-10-01", to: "2026-10-11")
        }
        #expect(try Samples.amounts("2026-10", [terms("JPY")]).summary == ["plan 1 × 322580645 = 323"])
        #expect(try Samples.amounts("2026-10", [terms("KWD")]).summary == ["plan 1 × 322581 = 323"])
        #expect(try Samples.amounts("2026-10", [terms("EUR")]).summary == ["plan 1 × 3225806 = 323"])
    }

    @Test("a month cut by changes of nothing costs what the whole month does")
    func pieces() throws {
        let seed = Settings.seed
        var generator = SeededGenerator(seed)
        for _ in 0..<200 {
            let one = RandomMonth(using: &generator)
            guard let terms = one.changes.first else { continue }
            let cuts = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                SubscriptionTerms(
                    plan: terms.plan, modules: terms.modules.reversed(), users: terms.users,
                    startsOn: CalendarDay(number: one.month.first.number + Int.random(in: 0...30, using: &generator)),
                    changedAt: terms.changedAt)
            }
            let whole = Samples.terms(terms.plan, modules: terms.modules, users: terms.users, from: "2023-01-01")
            #expect(
                try Samples.amounts("\(one.month)", [whole] + cuts) == Samples.amounts("\(one.month)", [whole]),
                "seed \(seed)")
        }
    }

    @Test("segments of one price add up to the whole within half a cent each")
    func parts() throws {
        let seed = Settings.seed
        var generator = SeededGenerator(seed)
        for _ in 0..<200 {
            let price = Int64.random(in: 0...1_000_000, using: &generator)
            let changes = (0..<Int.random(in: 1...31, using: &generator)).map { number in
                // Another name, and so another segment.
                Samples.terms(
                    Samples.plan("plan-\(number)", price: price),
                    from: "2026-10-\(number < 9 ? "0" : "")\(number + 1)")
            }
            let amounts = try Samples.amounts("2026-10", changes)
            #expect(amounts.lines.count == changes.count)
            #expect(2 * abs(amounts.totals.netCents - price) <= Int64(changes.count), "seed \(seed)")
        }
    }

    @Test("names from data are one line, however long and strange")
    func names() throws {
        let name = String(repeating: "é & <مدرسة> ", count: 27) + "\n\u{0}x"
        let plan = Plan(
            code: "odd", name: PlanName(fr: name, en: name), currency: Samples.euro, priceCents: 1,
            vatRate: VATRate(hundredths: 0)!)
        let line = try #require(try Samples.amounts("2026-10", [Samples.terms(plan, from: "2026-01-01")]).lines.first)
        #expect(line.description == "Plan " + String(name.dropLast(3)) + "  x")
    }
}
