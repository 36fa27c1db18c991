import Contracts
import Cron
import Foundation
import HTTPServer
import Invoices
import Schemas

extension Field<Int> {
    /// A price in the smallest units of its currency.
    static func cents(_ name: String) -> Field { .integer(name, in: 0...Int(Plan.highestPriceCents)) }
}

extension Field<CalendarDay> {
    static func day(_ name: String) -> Field {
        Field(name, "a day such as 2026-10-31", schema: .string(format: "date")) {
            $0.stringValue.flatMap { CalendarDay($0) }
        }
    }
}

extension Field<VATRate> {
    /// Decided by the digits: a `Double` would round what has more of them.
    static func percent(_ name: String) -> Field {
        Field(name, "a number from 0 to 100 with at most two decimals", schema: .number(0...100)) { json in
            guard let number = json.numberValue else { return nil }
            if let whole = number.integer { return VATRate(percent: Double(whole)) }
            let halves = number.literal.split(separator: ".")
            guard halves.count == 2, let rate = VATRate(percent: number.double) else { return nil }
            let decimals = halves[1].reversed().drop { $0 == "0" }
            return decimals.count <= 2 && decimals.allSatisfy { ("0"..."9").contains($0) } ? rate : nil
        }
    }
}

extension Field<String> {
    /// A name of the IANA database.
    static func timeZone(_ name: String) -> Field {
        Field(name, "a name of the IANA time zone database such as Europe/Paris") { json in
            json.stringValue.flatMap { TimeZone.named($0) == nil ? nil : $0 }
        }
    }
}
