/// The one rounding of amounts: half up, and a negative amount as its positive one.
enum Rounding {
    /// - Parameter divisor: above 0.
    static func halfUp(_ number: Int128, by divisor: Int128) -> Int128 {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        // The divisors are below 2^64, so twice a remainder fits.
        guard 2 * remainder.magnitude >= divisor.magnitude else { return quotient }
        return number < 0 ? quotient - 1 : quotient + 1
    }
}
