/// An amount in the smallest units of its currency.
public struct Money: Sendable, Hashable {
    public let cents: Int
    public let currency: Currency

    public init(cents: Int, currency: Currency) {
        (self.cents, self.currency) = (cents, currency)
    }

    public init?(cents: Int, currency: String) {
        guard let currency = Currency(currency) else { return nil }
        (self.cents, self.currency) = (cents, currency)
    }
}
