import Contracts
import Foundation
import Invoices

/// A school's subscription and use around one month, at random.
struct RandomMonth: Encodable {
    struct Use: Encodable {
        let metric: String
        let day: CalendarDay
        let quantity: Int64
    }

    struct Billed: Encodable {
        let metric: String
        let from: CalendarDay
        let to: CalendarDay
        let quantity: Int64
    }

    struct Flat: Encodable {
        let month: BillingMonth
        let currency: String
        let rate: Int32
        let reason: String?
        let net: Int64
    }

    let month: BillingMonth
    let changes: [SubscriptionTerms]
    let use: [Use]
    let billed: [Billed]
    /// Flat prices of earlier months.
    let flat: [Flat]

    private static let metrics = ["ai.tokens", "scans", "notifications", "unknown"]

    /// In the first half of 2024, which has a leap day.
    init(using generator: inout some RandomNumberGenerator) {
        let first = Samples.month("2024-01")
        func day(_ range: ClosedRange<Int>) -> CalendarDay {
            CalendarDay(number: first.first.number + Int.random(in: range, using: &generator))
        }
        let currency = ["EUR", "EUR", "EUR", "EUR", "JPY", "KWD"].randomElement(using: &generator) ?? ""
        let plans = (0..<Int.random(in: 1...3, using: &generator)).map { number in
            Self.plan(
                "plan-\(number)", currency: Int.random(in: 0..<25, using: &generator) == 0 ? "USD" : currency,
                using: &generator)
        }
        var month = first
        for _ in 0..<Int.random(in: 0...3, using: &generator) { month = month.next ?? month }
        self.month = month
        changes = (0..<Int.random(in: 0...6, using: &generator)).map { number in
            let plan = plans.randomElement(using: &generator) ?? Samples.plan()
            let start = number == 0 ? day(0...40) : day(0...130)
            let ends = Int.random(in: 0..<5, using: &generator) == 0
            return SubscriptionTerms(
                plan: plan, modules: plan.modules.map(\.code).filter { _ in Bool.random(using: &generator) },
                users: Self.quantity(using: &generator), startsOn: start,
                endsOn: ends ? CalendarDay(number: start.number + Int.random(in: 1...60, using: &generator)) : nil,
                changedAt: Date(timeIntervalSince1970: 0))
        }
        use = (0..<Int.random(in: 0...40, using: &generator)).compactMap { _ in
            let used = day(0...130)
            let isCorrection = Int.random(in: 0..<6, using: &generator) == 0
            let quantity = Self.quantity(using: &generator)
            guard BillingMonth(used) <= month else { return nil }
            return Use(
                metric: Self.metrics.randomElement(using: &generator) ?? "", day: used,
                quantity: isCorrection ? -quantity : quantity)
        }
        billed = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
            let from = day(0...120)
            return Billed(
                metric: Self.metrics.randomElement(using: &generator) ?? "", from: from,
                to: CalendarDay(number: from.number + 1), quantity: Self.quantity(using: &generator))
        }
        flat = Self.flat(currency, using: &generator)
    }

    private static let taxes: [(Int32, String?)] = [
        (2000, nil), (550, nil), (1000, nil), (210, nil), (0, "CGI 261-4-4°"), (0, nil),
    ]

    /// What was billed of months from January on, whether the last of them is over or not.
    private static func flat(
        _ currency: String, using generator: inout some RandomNumberGenerator
    ) -> [Flat] {
        var found: [Flat] = []
        for number in 1...4 where Int.random(in: 0..<3, using: &generator) == 0 {
            let own = Int.random(in: 0..<20, using: &generator) == 0 ? "USD" : currency
            for (rate, reason) in taxes.shuffled(using: &generator).prefix(Int.random(in: 1...2, using: &generator)) {
                found.append(
                    Flat(
                        month: Samples.month("2024-0\(number)"), currency: own, rate: rate, reason: reason,
                        net: Int64.random(in: -500...60_000, using: &generator)))
            }
        }
        return found
    }

    /// Mostly some, at times none or very many.
    private static func quantity(using generator: inout some RandomNumberGenerator) -> Int64 {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: 0
        case 1: Int64.random(in: 0...1_000_000_000, using: &generator)
        case 2...5: Int64.random(in: 0...5000, using: &generator)
        default: Int64.random(in: 0...200, using: &generator)
        }
    }

    private static func plan(
        _ code: String, currency: String, using generator: inout some RandomNumberGenerator
    ) -> Plan {
        let (rate, reason) = taxes.randomElement(using: &generator) ?? (0, nil)
        return Samples.plan(
            code, currency: currency, price: Int64.random(in: 0...30_000, using: &generator),
            users: quantity(using: &generator), userPrice: Int64.random(in: 0...500, using: &generator),
            modules: ["ai", "chat", "quiz"].map { ($0, Int64.random(in: 0...9999, using: &generator)) },
            metered: metrics.dropLast().shuffled(using: &generator).prefix(Int.random(in: 0...3, using: &generator))
                .map { ($0, quantity(using: &generator), Int64.random(in: 0...30_000, using: &generator)) },
            vat: rate, reason: reason)
    }

    /// What use is summed up to, as a database does it: by the spans between changes.
    var usage: [UsageSum] {
        let timeline = SubscriptionTimeline(changes)
        var sums: [String: [DaySpan: Int64]] = [:]
        for one in use {
            for span in timeline.spans(in: BillingMonth(one.day)) where span.from <= one.day && one.day < span.to {
                sums[one.metric, default: [:]][span, default: 0] += one.quantity
            }
        }
        return sums.flatMap { metric, spans in
            spans.map { UsageSum(metric: metric, span: $0.key, quantity: $0.value) }
        }
    }

    func computation(_ usage: [UsageSum]? = nil) -> InvoiceComputation {
        InvoiceComputation(
            month: month, timeline: SubscriptionTimeline(changes), usage: usage ?? self.usage,
            billed: billed.map {
                BilledUse(metric: $0.metric, span: DaySpan(from: $0.from, to: $0.to), quantity: $0.quantity)
            },
            billedFlat: flat.map {
                BilledFlat(
                    month: $0.month, currency: Samples.currency($0.currency), rate: Samples.rate($0.rate),
                    exemptionReason: $0.reason, netCents: $0.net)
            }, language: .french)
    }
}
