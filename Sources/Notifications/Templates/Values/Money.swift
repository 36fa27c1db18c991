/// An amount in the smallest units of its currency.
struct Money: Sendable, Hashable {
    let cents: Int
    /// Three capital letters (ISO 4217).
    let currency: String

    static let highest = 1_000_000_000_000

    init?(cents: Int, currency: String) {
        guard currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { return nil }
        (self.cents, self.currency) = (cents, currency)
    }

    /// Digits after the decimal point (ISO 4217, table A.1, "minor unit").
    var decimals: Int {
        switch currency {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
            "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }

    /// The sign that needs no explanation; the currency's letters otherwise.
    var symbol: String? {
        switch currency {
        case "EUR": "€"
        case "GBP": "£"
        case "USD": "$"
        default: nil
        }
    }
}
