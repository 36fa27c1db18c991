import Contracts
import Foundation
import HTTPServer
import Invoices
import Schemas

/// A month, or a day, by its first and its last day.
struct DayRange: Sendable {
    let first: CalendarDay
    let last: CalendarDay
}

extension Field<DayRange> {
    static func days(_ name: String) -> Field {
        Field(name, "a month such as 2026-10 or a day such as 2026-10-31", schema: .string) { json in
            guard let text = json.stringValue else { return nil }
            if let day = CalendarDay(text) { return DayRange(first: day, last: day) }
            return BillingMonth(text).map {
                DayRange(first: $0.first, last: CalendarDay(number: $0.first.number + $0.days - 1))
            }
        }
    }
}

extension HTTPRequest {
    /// What `from` and `to` ask for: without them a year, the last month of which is the present one.
    /// - Returns: the first and the last day, in UTC.
    func days(at moment: Date) throws(Problem) -> (first: CalendarDay, last: CalendarDay) {
        let last = try query(Field.days("to"))?.last ?? Moment(moment).reading(in: .gmt).day
        let first =
            try query(Field.days("from"))?.first
            ?? BillingMonth(CalendarDay(number: BillingMonth(last).first.number - 330)).first
        guard first <= last else { throw .badRequest("from should not lie behind to.") }
        return (first, last)
    }
}
