public import Contracts
public import Foundation

/// What a school subscribed to by one change, with the plan as it was then.
public struct SubscriptionTerms: Sendable, Hashable, Codable {
    public let plan: Plan
    /// Codes of modules of the plan.
    public let modules: [String]
    /// The number contracted, which is what is billed.
    public let users: Int64
    /// The first day on which they hold.
    public let startsOn: CalendarDay
    /// The first day on which nothing is subscribed any more; nil: they hold until they are changed.
    public let endsOn: CalendarDay?
    public let changedAt: Date

    public init(
        plan: Plan, modules: [String] = [], users: Int64 = 0, startsOn: CalendarDay, endsOn: CalendarDay? = nil,
        changedAt: Date
    ) {
        self.plan = plan
        self.modules = modules
        self.users = users
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.changedAt = changedAt
    }

    /// - Throws: everything that is wrong, with pointers into the body of `PUT /subscription`; the plan has a check of its
    ///   own.
    public func check() throws(PlanProblems) {
        var problems = PlanProblems()
        if modules.count > Plan.mostParts { problems.reject("/modules", "should be at most \(Plan.mostParts)") }
        let known = Set(plan.modules.map(\.code))
        var seen: Set<String> = []
        for (index, module) in modules.enumerated() {
            if !known.contains(module) {
                problems.reject("/modules/\(index)", "should be the code of a module of the plan \(plan.code)")
            } else if !seen.insert(module).inserted {
                problems.reject("/modules/\(index)", "is there already: name each module once")
            }
        }
        problems.expect(users, at: "/users", in: 0...Plan.mostUsers, "a number")
        if let endsOn, endsOn <= startsOn { problems.reject("/ends_on", "should be a day after starts_on") }
        if !problems.problems.isEmpty { throw problems }
    }

    /// Whether a day under the one costs what a day under the other does.
    func isPriced(as other: SubscriptionTerms) -> Bool {
        plan == other.plan && users == other.users && Set(modules) == Set(other.modules)
    }

    private enum CodingKeys: String, CodingKey {
        case plan, modules, users
        case startsOn = "starts_on"
        case endsOn = "ends_on"
        case changedAt = "changed_at"
    }
}
