import Foundation

/// What billing needs beyond the worker's own.
public struct BillingConfiguration: Sendable {
    /// Nil: no payment is attempted.
    public let stripeAPIKey: Secret?
    public let stripeAPIBase: String
    /// A name of the IANA time zone database.
    public let timeZone: String

    public init(_ reader: inout ConfigurationReader) {
        stripeAPIKey = reader.optionalSecret(.stripeAPIKey)
        stripeAPIBase = reader.url(.stripeAPIBase, schemes: ["https", "http"])
        timeZone = reader.required(
            .billingTimeZone, expecting: "it should be a time zone such as Europe/Paris", standIn: "UTC"
        ) { TimeZone(identifier: $0) == nil ? nil : $0 }
    }
}
