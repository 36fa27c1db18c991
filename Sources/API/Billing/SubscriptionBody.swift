import Contracts
import Foundation
import HTTPServer
import Invoices
import JSON
import Schemas

/// The body of `PUT /subscription`.
struct SubscriptionBody {
    struct Members: FieldSet {
        let tenant = Field.uuid("tenant")
        let plan = Field.text("plan", atMost: 60)
        let modules: Field<[String]> = Field("modules", "a list of at most \(Plan.mostParts) codes of modules") {
            json in
            guard let list = json.arrayValue, list.count <= Plan.mostParts else { return nil }
            let codes = list.compactMap(\.stringValue)
            return codes.count == list.count ? codes : nil
        }
        let users = Field.integer("users", in: 0...Int(Plan.mostUsers))
        let startsOn = Field.day("starts_on")
        let endsOn = Field.day("ends_on")
    }

    static let members = Members()
    private static let names = Members.names()

    /// nil: the caller's own.
    let tenant: UUID?
    let plan: String
    let modules: [String]
    let users: Int64
    let startsOn: CalendarDay
    let endsOn: CalendarDay?

    init(_ json: JSONValue) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        tenant = fields.read(members.tenant)
        let plan = fields.require(members.plan)
        modules = fields.read(members.modules) ?? []
        users = Int64(fields.require(members.users) ?? 0)
        let startsOn = fields.require(members.startsOn)
        endsOn = fields.read(members.endsOn)
        try fields.finish()
        guard let plan, let startsOn else { throw Problem(.internalServerError) }
        self.plan = plan
        self.startsOn = startsOn
    }

    /// With the plan in the version that the school gets.
    /// - Throws: 422 with everything that is wrong.
    func terms(of plan: Plan, at moment: Date) throws(Problem) -> SubscriptionTerms {
        let terms = SubscriptionTerms(
            plan: plan, modules: modules, users: users, startsOn: startsOn, endsOn: endsOn, changedAt: moment)
        do throws(PlanProblems) {
            try terms.check()
        } catch {
            throw .invalid(error.problems.map { Problem.FieldError(pointer: $0.pointer, message: $0.message) })
        }
        guard terms.isPayable else {
            let message = "make an amount beyond what an invoice can hold: lower the number"
            throw .invalid([
                Problem.FieldError(pointer: users > plan.includedUsers ? "/users" : "/modules", message: message)
            ])
        }
        return terms
    }
}

extension SubscriptionTerms {
    /// Whether an invoice can hold what a month costs.
    fileprivate var isPayable: Bool {
        let modules = Set(modules)
        let beyond = Int128(max(0, users - plan.includedUsers))
        let sum =
            plan.modules.filter { modules.contains($0.code) }.reduce(Int128(plan.priceCents)) {
                $0 + Int128($1.priceCents)
            } + beyond * Int128(plan.userPriceCents)
        return sum <= Self.highestMonth
    }

    /// In the currency's smallest units. Below 2^53, so that every JSON reader has it exactly.
    private static let highestMonth: Int128 = 1_000_000_000_000_000
}

extension SubscriptionBody {
    static var schema: Schema { Members.schema(required: ["plan", "users", "starts_on"]) }
    static let example = #"{"plan": "basic", "modules": [], "users": 120, "starts_on": "2026-11-01"}"#
}
