import Billing
import Foundation
import HTTPServer
import Invoices
import JSON

/// The newest version of a plan.
struct PlanView: Encodable, Sendable {
    let code: String
    let version: Int
    let name: PlanName
    let currency: String
    let priceCents: Int64
    let includedUsers: Int64
    let userPriceCents: Int64
    let modules: [PlanModule]
    let metered: [PlanMeter]
    let vatRate: Percent
    let vatExemptionReason: String?
    let createdAt: Date

    init(_ version: PlanVersion) {
        let plan = version.plan
        code = plan.code
        self.version = plan.version
        name = plan.name
        currency = plan.currency.code
        priceCents = plan.priceCents
        includedUsers = plan.includedUsers
        userPriceCents = plan.userPriceCents
        modules = plan.modules
        metered = plan.metered
        vatRate = Percent(plan.vatRate)
        vatExemptionReason = plan.vatExemptionReason
        createdAt = version.createdAt
    }

    static func link(to code: String) -> Link { Link("/plans/\(code)") }

    /// A plan as a caller would send it: what a merge patch is merged into.
    static func said(_ plan: Plan) -> JSONObject {
        func number(_ value: Int64) -> JSONValue { .number(JSONNumber(value)) }
        func object(_ members: [(String, JSONValue)]) -> JSONValue {
            .object(members.reduce(into: JSONObject()) { $0[$1.0] = $1.1 })
        }
        var members: JSONObject = [
            "code": .string(plan.code),
            "name": object([("fr", .string(plan.name.fr)), ("en", .string(plan.name.en))]),
            "currency": .string(plan.currency.code), "price_cents": number(plan.priceCents),
            "included_users": number(plan.includedUsers), "user_price_cents": number(plan.userPriceCents),
            "modules": .array(
                plan.modules.map { object([("code", .string($0.code)), ("price_cents", number($0.priceCents))]) }),
            "metered": .array(
                plan.metered.map {
                    object([
                        ("metric", .string($0.metric)), ("included", number($0.included)),
                        ("unit_price_micros", number($0.unitPriceMicros)),
                    ])
                }),
        ]
        if let rate = JSONNumber(plan.vatRate.percent) { members["vat_rate"] = .number(rate) }
        if let reason = plan.vatExemptionReason { members["vat_exemption_reason"] = .string(reason) }
        return members
    }
}
