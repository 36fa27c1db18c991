public import Foundation

/// What becomes of a message for a person on a channel.
public enum DeliveryDecision: Sendable, Hashable {
    case send
    /// To the end of the quiet hours.
    case postpone(until: Date)
    case suppress(Suppression)
}
