public import Operations

/// Where a message is posted.
public enum SlackDestination: Sendable, Hashable {
    /// An incoming webhook; its URL is the secret.
    case webhook(Secret)
    /// A channel's id or name, through `chat.postMessage` with a bot's token.
    case channel(String, token: Secret)
}
