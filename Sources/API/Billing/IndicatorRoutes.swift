import Accounts
import Billing
import Contracts
import Foundation
import HTTPServer
import Invoices
import Jobs

/// `GET /billing/indicators`.
struct IndicatorRoutes: APIModule {
    private let context: APIContext
    private let lists: BillingStore

    init(_ context: APIContext) {
        self.context = context
        lists = BillingStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.get("/billing/indicators", for: .managers, show)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["from", "to", "tenant"])
        let school = try call.school(named: try call.request.query(Field.uuid("tenant")))
        let now = ServerClock.shared.now
        let today = Moment(now).reading(in: .gmt).day
        let last = try call.request.query(Field.days("to"))?.last ?? today
        // A year, the last month of which is the present one.
        let first =
            try call.request.query(Field.days("from"))?.first
            ?? BillingMonth(CalendarDay(number: BillingMonth(last).first.number - 330)).first
        guard first <= last else { throw Problem.badRequest("from should not lie behind to.") }
        let found = try await context.lists.read(by: call.principal) {
            try await lists.indicators(of: school, from: first, through: last, at: now)
        }
        return try call.answer(IndicatorsView(found, from: first, to: last))
    }
}

/// A month, or a day, by its first and its last day.
struct DayRange: Sendable {
    let first: CalendarDay
    let last: CalendarDay
}

extension Field<DayRange> {
    static func days(_ name: String) -> Field {
        Field(name, "a month such as 2026-10 or a day such as 2026-10-31") { json in
            guard let text = json.stringValue else { return nil }
            if let day = CalendarDay(text) { return DayRange(first: day, last: day) }
            return BillingMonth(text).map {
                DayRange(first: $0.first, last: CalendarDay(number: $0.first.number + $0.days - 1))
            }
        }
    }
}
