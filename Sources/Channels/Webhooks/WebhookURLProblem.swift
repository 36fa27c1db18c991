/// Why an endpoint's URL is refused before anything is sent.
public enum WebhookURLProblem: String, Error, Sendable, CaseIterable {
    case tooLong, characters, scheme, plainHTTP, userInformation, fragment, host, port, zone, refusedAddress

    /// As `DeliveryOutcome.code` has it.
    public var code: String { self == .refusedAddress ? "address_refused" : "invalid_url" }

    /// What to do, for the endpoint's owner.
    public var sentence: String {
        switch self {
        case .tooLong: "it has more than \(WebhookURL.longest) bytes"
        case .characters: "it holds spaces, control characters or others that a URL has to percent-encode"
        case .scheme: "it should begin with https://"
        case .plainHTTP:
            "it should begin with https://: http:// is for addresses that the operator lists in \(AddressGuard.variable)"
        case .userInformation: "it should hold no user name and no password: deliveries are signed instead"
        case .fragment: "it should hold no # and nothing after it: that is never sent"
        case .host: "its host is neither a name nor an address"
        case .port: "its port should be a number from 1 to 65535"
        case .zone: "its address should have no zone"
        case .refusedAddress:
            "it leads to an address that webhooks may not reach, such as a private, loopback or reserved one; the operator "
                + "can allow it in \(AddressGuard.variable)"
        }
    }
}
