public import Contracts
import Foundation

/// A calendar month, as `2026-10`. In a time zone it is a half-open span of time: from its first midnight to that of the
/// month after.
public struct BillingMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Its first day.
    public let first: CalendarDay

    public var year: Int { first.year }
    /// 1 to 12.
    public var month: Int { first.month }

    /// - Parameter text: as `2026-10`.
    public init?(_ text: String) {
        guard let day = CalendarDay(text + "-01") else { return nil }
        first = day
    }

    /// The month of a day.
    public init(_ day: CalendarDay) { first = CalendarDay(number: day.number - (day.day - 1)) }

    init?(year: Int, month: Int) {
        guard let day = CalendarDay(year: year, month: month, day: 1) else { return nil }
        first = day
    }

    public var description: String { String(format: "%04d-%02d", year, month) }

    public static func < (left: BillingMonth, right: BillingMonth) -> Bool {
        left.first < right.first
    }
}

extension BillingMonth: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let month = BillingMonth(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is no month, as 2026-10")
        }
        self = month
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
