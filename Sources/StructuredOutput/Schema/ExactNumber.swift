import Foundation
import JSON

/// A number of JSON as a decimal, since a `Double` rounds: 0.3 is a multiple of 0.1.
struct ExactNumber {
    /// nil beyond 38 digits or 127 powers of ten.
    private let decimal: Decimal?
    private let number: JSONNumber

    init(_ number: JSONNumber) {
        self.number = number
        let value = number.literal.utf8.count <= 60 ? Decimal(string: number.literal, locale: nil) : nil
        decimal = value.flatMap { $0.isNaN ? nil : $0 }
    }

    var isWhole: Bool {
        guard let decimal else { return number.integer != nil }
        return Self.isWhole(decimal)
    }

    /// The same text for all ways to write the number.
    var canonical: String { decimal.map { "\($0)" } ?? number.integer.map(String.init) ?? number.literal }

    static func < (left: ExactNumber, right: ExactNumber) -> Bool {
        guard let first = left.decimal, let second = right.decimal else {
            return left.number.double < right.number.double
        }
        return first < second
    }

    /// A number that is too long or too large to be sure is none.
    func isMultiple(of other: ExactNumber) -> Bool {
        guard let decimal, let unit = other.decimal, unit > 0 else { return false }
        let times = decimal / unit
        return !times.isNaN && Self.isWhole(times) && times * unit == decimal
    }

    /// Its text has no exponent.
    private static func isWhole(_ value: Decimal) -> Bool { !"\(value)".contains(".") }
}
