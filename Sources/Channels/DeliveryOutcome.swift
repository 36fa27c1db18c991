/// What came of handing a message to the other side, once.
public struct DeliveryOutcome: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// The other side has accepted it.
        case sent
        /// Refused for good: another attempt would end the same way.
        case refused
        /// Not now. The time is what the other side asked for; nil leaves it to the channel's schedule.
        case deferred(after: Duration?)
        /// The connection broke or time ran out after the message was handed over: it may have arrived.
        case unknown
    }

    public let kind: Kind
    /// A word or number that programs can rely on, such as `250`, `410`, `tls` or `address_refused`.
    public let code: String
    /// What the other side said, or what to do, for a person: at most `DeliveryOutcome.textCharacters`, never a secret.
    public let text: String
    /// What the other side, or we, call the message.
    public let messageID: String?
    /// Whether the destination is to blame, so that a row of such outcomes says that it is down. False for settings that
    /// are missing here, and for a message that it refused while it takes others.
    public let speaksOfDestination: Bool

    /// Of `text`, which is cut there.
    public static let textCharacters = 1_000

    public init(
        _ kind: Kind, code: String, text: String, messageID: String? = nil, speaksOfDestination: Bool = false
    ) {
        self.kind = kind
        self.code = code
        self.text = String(text.prefix(Self.textCharacters))
        self.messageID = messageID
        self.speaksOfDestination = speaksOfDestination
    }
}
