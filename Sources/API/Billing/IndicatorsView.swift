import Billing
import Contracts
import Foundation
import HTTPServer
import JSON
import Schemas

/// Where the money of subscriptions stands. Amounts of several currencies are never added: the members of the top are those of
/// the one currency that there is, and null where there are several; `currencies` has each of them.
struct IndicatorsView: Encodable, Sendable {
    let from: CalendarDay
    let to: CalendarDay
    let currency: String?
    let mrrCents: Int64?
    let issuedCents: Int64?
    let issuedNetCents: Int64?
    let collectedCents: Int64?
    let outstandingCents: Int64?
    let overdue: Overdue?
    let byPlan: [Plan]?
    let byMonth: [Month]?
    let currencies: [OfCurrency]

    struct Overdue: Encodable, Sendable {
        let upTo30: Int64
        let upTo60: Int64
        let longer: Int64

        private enum CodingKeys: String, CodingKey {
            case upTo30 = "d0_30"
            case upTo60 = "d31_60"
            case longer = "d61_"
        }

        init(_ amounts: Indicators.Amounts) {
            (upTo30, upTo60, longer) = (amounts.overdue30, amounts.overdue60, amounts.overdueLonger)
        }
    }

    struct Plan: Encodable, Sendable {
        /// nil: of no plan.
        let plan: String?
        let mrrCents: Int64
        let issuedCents: Int64
        let issuedNetCents: Int64
        let collectedCents: Int64
        let outstandingCents: Int64
    }

    struct Month: Encodable, Sendable {
        /// As 2026-10.
        let month: String
        let issuedCents: Int64
        let issuedNetCents: Int64
        let collectedCents: Int64
        let outstandingCents: Int64
    }

    struct OfCurrency: Encodable, Sendable {
        let currency: String
        let mrrCents: Int64
        let issuedCents: Int64
        let issuedNetCents: Int64
        let collectedCents: Int64
        let outstandingCents: Int64
        let overdue: Overdue
        let byPlan: [Plan]
        let byMonth: [Month]

        init(_ indicators: Indicators) {
            let total = indicators.total
            currency = indicators.currency
            mrrCents = total.monthly
            issuedCents = total.issued
            issuedNetCents = total.issuedNet
            collectedCents = total.collected
            outstandingCents = total.outstanding
            overdue = Overdue(total)
            byPlan = indicators.byPlan.map { plan, amounts in
                Plan(
                    plan: plan.isEmpty ? nil : plan, mrrCents: amounts.monthly, issuedCents: amounts.issued,
                    issuedNetCents: amounts.issuedNet, collectedCents: amounts.collected,
                    outstandingCents: amounts.outstanding)
            }
            byMonth = indicators.byMonth.map { month, amounts in
                Month(
                    month: String(month.description.prefix(7)), issuedCents: amounts.issued,
                    issuedNetCents: amounts.issuedNet, collectedCents: amounts.collected,
                    outstandingCents: amounts.outstanding)
            }
        }
    }

    init(_ found: [Indicators], from: CalendarDay, to: CalendarDay) {
        self.from = from
        self.to = to
        currencies = found.map { OfCurrency($0) }
        // Nothing is nothing in every currency.
        let only = currencies.first ?? OfCurrency(Indicators(currency: ""))
        let isOne = currencies.count < 2
        currency = isOne ? currencies.first?.currency : nil
        mrrCents = isOne ? only.mrrCents : nil
        issuedCents = isOne ? only.issuedCents : nil
        issuedNetCents = isOne ? only.issuedNetCents : nil
        collectedCents = isOne ? only.collectedCents : nil
        outstandingCents = isOne ? only.outstandingCents : nil
        overdue = isOne ? only.overdue : nil
        byPlan = isOne ? only.byPlan : nil
        byMonth = isOne ? only.byMonth : nil
    }
}

extension IndicatorsView.Overdue: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        definitions.object(of: Self.self, named: ["upTo30": "d0_30", "upTo60": "d31_60", "longer": "d61_"])
    }
}
