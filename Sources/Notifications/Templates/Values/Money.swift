import Contracts

/// An amount in the smallest units of its currency.
struct Money: Sendable, Hashable {
    let cents: Int
    let currency: Currency

    static let highest = 1_000_000_000_000

    init?(cents: Int, currency: String) {
        guard let currency = Currency(currency) else { return nil }
        (self.cents, self.currency) = (cents, currency)
    }
}
