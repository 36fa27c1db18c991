import Channels
import Foundation

/// When an endpoint is left alone for good: when it says that it is gone, and after five days of failures.
enum EndpointHealth {
    /// In seconds.
    static let patience: TimeInterval = 5 * 24 * 3600

    /// Why it is to be disabled, for its owner; nil when it is not.
    static func reason(
        toDisable endpoint: WebhookEndpoint?, after outcome: DeliveryOutcome, at now: Date
    ) -> String? {
        guard let endpoint, endpoint.isEnabled else { return nil }
        if outcome.kind == .refused, outcome.code == "410" { return "The endpoint answered that it is gone (410)." }
        guard outcome.kind != .sent, let since = endpoint.failingSince, since < now - patience else { return nil }
        return "Nothing has reached the endpoint for five days. The last answer: \(outcome.text)"
    }
}
