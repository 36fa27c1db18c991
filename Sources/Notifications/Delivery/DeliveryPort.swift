public import Channels

/// A way to the other side: a call of it, and what came of it.
public protocol DeliveryPort: Sendable {
    /// Hands a message over, once.
    /// - Parameters:
    ///   - message: in the words of its reader.
    ///   - deadline: what is not answered by then is unknown, when it was handed over.
    func deliver(
        _ work: DeliveryWork, _ message: RenderedMessage, by deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome
}

/// A channel whose settings are missing.
public struct UnconfiguredPort: DeliveryPort {
    private let setting: String

    /// - Parameter setting: the variable that an operator has to set.
    public init(setting: String) { self.setting = setting }

    public func deliver(
        _ work: DeliveryWork, _ message: RenderedMessage, by deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome {
        .notConfigured(setting)
    }
}

extension DeliveryOutcome {
    /// - Parameter setting: the variable that an operator has to set.
    public static func notConfigured(_ setting: String) -> DeliveryOutcome {
        DeliveryOutcome(
            .refused, code: "not_configured",
            text: "\(setting) is not set: an operator sets it for the worker, and replays the delivery.")
    }
}
