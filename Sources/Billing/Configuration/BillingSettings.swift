import Cron
public import Foundation
public import Invoices
public import Operations

/// What the API, the enqueuer and the worker read of billing.
public struct BillingSettings: Sendable {
    /// Where months begin unless a school says otherwise.
    public let timeZone: TimeZone
    /// nil: no invoice can be issued.
    public let seller: Seller?
    /// nil: nothing is charged.
    public let stripeKey: Secret?
    public let stripeBase: String
    /// nil: announcements of the gateway are refused.
    public let webhookSecret: Secret?
    /// Of use, by the time at which it was used.
    public let usageRetention: Duration

    public init(_ reader: inout ConfigurationReader) {
        timeZone = Self.timeZone(&reader)
        seller = Self.seller(&reader)
        stripeKey = reader.optionalSecret(.stripeKey)
        stripeBase = reader.url(.stripeBase, schemes: ["https", "http"])
        webhookSecret = reader.optionalSecret(.stripeWebhookSecret)
        usageRetention = Self.usageRetention(&reader)
    }

    package init(timeZone: TimeZone, seller: Seller?) {
        self.timeZone = timeZone
        self.seller = seller
        (stripeKey, webhookSecret) = (nil, nil)
        stripeBase = ""
        usageRetention = .seconds(800 * 86_400)
    }

    /// Months that are not billed yet, and the next ones in which use may come late, are shorter ago than that.
    static func usageRetention(_ reader: inout ConfigurationReader) -> Duration {
        reader.duration(.usageRetention, in: .seconds(100 * 86_400) ... .seconds(10_000 * 86_400))
    }

    static func timeZone(_ reader: inout ConfigurationReader) -> TimeZone {
        let name = reader.string(.billingTimeZone)
        if let zone = TimeZone.named(name) { return zone }
        reader.note(.billingTimeZone, found: "held \(name)", expected: "it should be a time zone such as Europe/Paris")
        return .gmt
    }

    private static func seller(_ reader: inout ConfigurationReader) -> Seller? {
        guard let path = reader.optionalString(.sellerFile) else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
            reader.note(.sellerFile, found: "held \(path)", expected: "it should be a file that can be read")
            return nil
        }
        do {
            let seller = try JSONDecoder().decode(Seller.self, from: data)
            if seller.invoicePrefix.wholeMatch(of: #/[A-Z0-9]{1,12}/#) != nil { return seller }
            reader.note(
                .sellerFile, found: "has the invoice_prefix \(seller.invoicePrefix)",
                expected: "it should have 1 to 12 capital letters and digits, such as FL")
        } catch {
            reader.note(
                .sellerFile, found: "held \(path), which cannot be read: \(Self.reason(error))",
                expected:
                    #"it should be JSON such as {"legal_name": …, "address": {"line1": …, "postal_code": …, "city": …, "country": "FR"}, "invoice_prefix": "FL"}"#
            )
        }
        return nil
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            "\((context.codingPath + [key]).map(\.stringValue).joined(separator: ".")) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another type"
        default: "it is no JSON"
        }
    }
}
