/// Why a call has no answer. No part of it holds a secret, and its description nothing of the conversation.
public struct ModelError: Error, Sendable {
    /// The limit that ran out, see `ProviderLimits`.
    public enum Phase: String, Sendable {
        case connect
        case firstByte = "first_byte"
        case betweenTokens = "between_tokens"
        case total
    }

    public enum Kind: Sendable, Hashable {
        /// Too many calls, or the provider fails for the moment; after the time that it asked for, if it did. Some give a
        /// status of 500 for what never works, so try a few times and not for ever.
        case wait(after: Duration?)
        case unreachable
        case timedOut(Phase)
        /// Nothing is left to spend with the provider: an operator has to act.
        case quota
        /// Prompt or text is longer than what the model takes.
        case tooLong
        /// By a content filter, before any text.
        case refused
        case noSuchModel
        /// The provider does not take the key, or the key may not do this (401, 403).
        case forbidden
        case invalidRequest
        /// The answer began and broke off, or says in its midst that it failed.
        case brokenStream
        /// The answer came and is none that can be used.
        case brokenAnswer
        case cancelled
    }

    public var kind: Kind
    /// Stable, in snake case, such as `rate_limited`.
    public var code: String
    /// For a person: one line that says what to do.
    public var message: String
    /// What was spent until then; nil when that was nothing.
    public var usage: TokenUsage?
    /// The text that came before.
    public var partialText: String
    public var firstToken: Duration?
    public var latency: Duration

    public init(
        _ kind: Kind, code: String, message: String, usage: TokenUsage? = nil, partialText: String = "",
        firstToken: Duration? = nil, latency: Duration = .zero
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.usage = usage
        self.partialText = partialText
        self.firstToken = firstToken
        self.latency = latency
    }

    /// Whether the same call may work later.
    public var isRetryable: Bool {
        switch kind {
        case .wait, .unreachable, .timedOut(.connect), .timedOut(.firstByte), .timedOut(.betweenTokens), .brokenStream,
            .brokenAnswer:
            true
        case .timedOut(.total), .quota, .tooLong, .refused, .noSuchModel, .forbidden, .invalidRequest, .cancelled: false
        }
    }
}

extension ModelError: CustomStringConvertible {
    public var description: String { "\(message) (\(code))" }
}
