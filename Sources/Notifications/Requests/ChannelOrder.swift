/// By which channels a notification goes.
public struct ChannelOrder: Sendable, Hashable {
    /// In the order of the request, each once.
    public let channels: [Channel]
    /// The channel that each of these stands in for: it goes only where that one did not.
    public let fallbacks: [Channel: Channel]

    public init(_ channels: [Channel], fallbacks: [Channel: Channel] = [:]) {
        self.channels = channels
        self.fallbacks = fallbacks
    }

    /// Whether both go to the same: each to every person, or each to one destination of the operators. Then one can stand in
    /// for the other, delivery by delivery.
    public static func areAlike(_ one: Channel, _ other: Channel) -> Bool {
        switch (one, other) {
        case (.email, .inApp), (.inApp, .email), (.slack, .pagerduty), (.pagerduty, .slack): true
        default: false
        }
    }
}

extension ChannelOrder: ExpressibleByArrayLiteral {
    public init(arrayLiteral channels: Channel...) { self.init(channels) }
}
