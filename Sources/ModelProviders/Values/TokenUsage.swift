/// What one call spent, in tokens.
public struct TokenUsage: Sendable, Hashable {
    public var prompt: Int
    /// Of `prompt`, those that the provider had cached.
    public var cached: Int
    /// Thinking included.
    public var completion: Int
    /// At least one of the numbers is ours (see `estimate`), and not the provider's.
    public var isEstimated: Bool

    public init(prompt: Int, cached: Int = 0, completion: Int, isEstimated: Bool) {
        self.prompt = prompt
        self.cached = cached
        self.completion = completion
        self.isEstimated = isEstimated
    }

    /// The tokens of a text, by its size in UTF-8: a third, rounded up. That is 20 to 45 % too much for prose and source,
    /// right for JSON, and too little by half for base64; no upper bound.
    public static func estimate(bytes: Int) -> Int { bytes / 3 + (bytes % 3 == 0 ? 0 : 1) }

    public static func estimate(_ text: String) -> Int { estimate(bytes: text.utf8.count) }
}
