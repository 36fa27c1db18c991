import Contracts
import Invoices

/// Numbers as XML Schema has them, with a point and no separators.
struct XMLAmounts {
    let currency: Currency

    /// As many decimals as the currency has.
    func amount(_ cents: Int64) -> String {
        (cents < 0 ? "-" : "") + Self.decimal(cents.magnitude, decimals: currency.decimals)
    }

    /// Two decimals, and more where it has more, at most six.
    /// - Parameter micros: millionths.
    func price(_ micros: UInt64) -> String {
        var (units, decimals) = (micros, 6)
        while decimals > 2, units % 10 == 0 { (units, decimals) = (units / 10, decimals - 1) }
        return Self.decimal(units, decimals: decimals)
    }

    func percent(_ rate: VATRate) -> String { Self.decimal(UInt64(rate.hundredths.magnitude), decimals: 2) }

    private static func decimal(_ units: UInt64, decimals: Int) -> String {
        guard decimals > 0 else { return String(units) }
        let digits = String(units)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
