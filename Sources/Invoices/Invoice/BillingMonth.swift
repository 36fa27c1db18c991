public import Contracts
import Foundation

/// A calendar month, as `2026-10`. In a time zone it is a half-open span of time: from its first midnight to that of the
/// month after.
public struct BillingMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    /// 1 to 12.
    public let month: Int

    /// - Parameter text: as `2026-10`.
    public init?(_ text: String) {
        guard let day = CalendarDay(text + "-01") else { return nil }
        (year, month) = (day.year, day.month)
    }

    public init(_ day: CalendarDay) { (year, month) = (day.year, day.month) }

    public var description: String { String(format: "%04d-%02d", year, month) }

    public static func < (left: BillingMonth, right: BillingMonth) -> Bool {
        (left.year, left.month) < (right.year, right.month)
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
