public import Channels
public import Operations

/// What the API and the worker read of notifications.
public struct NotificationSettings: Sendable {
    /// Where webhooks may go.
    public let webhookAddresses: AddressGuard
    /// Links in mails begin with it; without a slash at its end.
    public let publicURL: String
    /// Of an account and an hour, to addresses that are no users of it.
    public let mostOutsideMails: Int

    public init(_ reader: inout ConfigurationReader) {
        webhookAddresses = AddressGuard(allowing: reader.networks(.webhookAllow))
        var url = reader.url(.publicURL, schemes: ["http", "https"])
        while url.hasSuffix("/") { url.removeLast() }
        publicURL = url
        mostOutsideMails = reader.integer(.outsideMails, in: 0...1_000_000_000)
    }
}
