import Contracts
import Foundation
import Invoices

/// Plans and terms as tests need them.
enum Samples {
    static let euro = currency("EUR")

    static func plan(
        _ code: String = "essential", currency: String = "EUR", price: Int64 = 4900, users: Int64 = 50,
        userPrice: Int64 = 120, modules: [(String, Int64)] = [("ai", 1500)],
        metered: [(String, Int64, Int64)] = [("ai.tokens", 1000, 2500)], vat: Int32 = 2000, reason: String? = nil
    ) -> Plan {
        Plan(
            code: code, name: PlanName(fr: "Essentiel", en: "Essential"), currency: Samples.currency(currency),
            priceCents: price, includedUsers: users, userPriceCents: userPrice,
            modules: modules.map { PlanModule(code: $0.0, priceCents: $0.1) },
            metered: metered.map { PlanMeter(metric: $0.0, included: $0.1, unitPriceMicros: $0.2) },
            vatRate: rate(vat), vatExemptionReason: reason)
    }

    static func terms(
        _ plan: Plan = plan(), modules: [String] = [], users: Int64 = 0, from: String, to: String? = nil
    ) -> SubscriptionTerms {
        SubscriptionTerms(
            plan: plan, modules: modules, users: users, startsOn: day(from), endsOn: to.map(day),
            changedAt: Date(timeIntervalSince1970: 0))
    }

    static func day(_ text: String) -> CalendarDay { known(CalendarDay(text), text) }

    static func month(_ text: String) -> BillingMonth { known(BillingMonth(text), text) }

    static func currency(_ code: String) -> Currency { known(Currency(code), code) }

    static func rate(_ hundredths: Int32) -> VATRate { known(VATRate(hundredths: hundredths), "\(hundredths)") }

    private static func known<Value>(_ value: Value?, _ text: String) -> Value {
        guard let value else { fatalError("a test writes \(text)") }
        return value
    }

    static func span(_ from: String, _ to: String) -> DaySpan { DaySpan(from: day(from), to: day(to)) }

    static func amounts(
        _ month: String, _ changes: [SubscriptionTerms], usage: [UsageSum] = [], billed: [BilledUse] = [],
        language: Language = .english
    ) throws -> InvoiceAmounts {
        try InvoiceComputation(
            month: Samples.month(month), timeline: SubscriptionTimeline(changes), usage: usage, billed: billed,
            language: language
        ).amounts()
    }
}

extension InvoiceAmounts {
    /// As `plan 1 × 49000000 = 4900`.
    var summary: [String] {
        lines.map { "\($0.kind) \($0.quantity) × \($0.unitPriceMicros) = \($0.netCents)" }
    }
}
