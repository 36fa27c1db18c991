import Contracts
import Invoices
import TestSupport
import Testing

@Suite("What was subscribed on each day")
struct SubscriptionTimelineTests {
    private static let small = Samples.plan("small")
    private static let large = Samples.plan("large", price: 9900)

    private func segments(_ changes: [SubscriptionTerms], _ month: String = "2026-10") -> [String] {
        SubscriptionTimeline(changes).segments(in: Samples.month(month)).map {
            "\($0.terms.plan.code) \($0.from.day)–\($0.to.day)"
        }
    }

    @Test("a later change overrides the earlier ones from its first day on, until its end; then nothing is subscribed")
    func overriding() {
        let base = Samples.terms(Self.small, from: "2026-01-15")
        #expect(segments([base]) == ["small 1–1"])
        #expect(segments([base], "2026-01") == ["small 15–1"])
        #expect(segments([base], "2025-12").isEmpty)
        let upgrade = Samples.terms(Self.large, from: "2026-10-17")
        #expect(segments([base, upgrade]) == ["small 1–17", "large 17–1"])
        #expect(segments([base, upgrade], "2026-11") == ["large 1–1"])
        let ended = Samples.terms(Self.large, from: "2026-10-17", to: "2026-10-20")
        #expect(segments([base, ended]) == ["small 1–17", "large 17–20"])
        #expect(segments([base, ended], "2026-11").isEmpty)
        // Made later, and reaching back before the other.
        let back = Samples.terms(Self.small, users: 3, from: "2026-10-05")
        #expect(segments([base, upgrade, back]) == ["small 1–5", "small 5–1"])
        // Of two changes on one day the later one counts.
        #expect(segments([base, upgrade, Samples.terms(Self.small, users: 9, from: "2026-10-17")]).count == 2)
    }

    @Test("neighbours of equal terms are one segment, whatever changes lie between")
    func merging() {
        let base = Samples.terms(Self.small, modules: [], from: "2026-01-01")
        let again = Samples.terms(Self.small, from: "2026-10-11")
        #expect(segments([base, again, Samples.terms(Self.small, from: "2026-10-20")]) == ["small 1–1"])
        let ended = Samples.terms(Self.small, from: "2026-10-02", to: "2026-10-10")
        #expect(segments([base, ended, again]) == ["small 1–10", "small 11–1"])
        let plan = Samples.plan(modules: [("a", 1), ("b", 2)])
        let one = Samples.terms(plan, modules: ["a", "b"], from: "2026-01-01")
        #expect(segments([one, Samples.terms(plan, modules: ["b", "a"], from: "2026-10-09")]).count == 1)
    }

    @Test("an end before the beginning, and a change of the first or last day of a month")
    func edges() {
        #expect(segments([Samples.terms(Self.small, from: "2026-10-31")]) == ["small 31–1"])
        #expect(segments([Samples.terms(Self.small, from: "2026-11-01")]).isEmpty)
        #expect(segments([Samples.terms(Self.small, from: "2026-01-01", to: "2026-10-01")]).isEmpty)
        #expect(segments([Samples.terms(Self.small, from: "2026-01-01", to: "2026-10-02")]) == ["small 1–2"])
        #expect(segments([Samples.terms(Self.small, from: "2026-10-09", to: "2026-10-09")]).isEmpty)
        #expect(segments([Samples.terms(Self.small, from: "2026-10-09", to: "2026-01-01")]).isEmpty)
        #expect(segments([]).isEmpty)
        #expect(SubscriptionTimeline([]).spans(in: Samples.month("9999-12")).count == 1)
    }

    @Test("segments and spans say of each day what the terms of the day are")
    func days() throws {
        let seed = Settings.seed
        var generator = SeededGenerator(seed)
        for _ in 0..<300 {
            let timeline = SubscriptionTimeline(RandomMonth(using: &generator).changes)
            let month = Samples.month("2024-0\(Int.random(in: 1...3, using: &generator))")
            let (segments, spans) = (timeline.segments(in: month), timeline.spans(in: month))
            #expect(spans.first?.from == month.first && spans.last?.to == month.end)
            #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.to == $1.from })
            #expect(segments.allSatisfy { spans.contains($0.span) }, "seed \(seed)")
            for number in month.first.number..<month.end.number {
                let day = CalendarDay(number: number)
                let found = segments.filter { $0.from <= day && day < $0.to }
                let terms = timeline.terms(on: day)
                #expect(found.count == (terms == nil ? 0 : 1), "\(day), seed \(seed)")
                #expect(found.first?.terms.plan == terms?.plan, "\(day), seed \(seed)")
                #expect(found.first?.terms.users == terms?.users, "\(day), seed \(seed)")
            }
        }
    }
}
