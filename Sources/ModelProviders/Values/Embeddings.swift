/// Vectors of texts, in the texts' order: as many, all of one dimension, finite, none zero, not normalised.
public struct Embeddings: Sendable {
    public var vectors: [[Float]]
    /// As the answer names it, which need not be the one that was asked for.
    public var model: String
    public var usage: TokenUsage
    public var latency: Duration

    public init(vectors: [[Float]], model: String, usage: TokenUsage, latency: Duration = .zero) {
        self.vectors = vectors
        self.model = model
        self.usage = usage
        self.latency = latency
    }
}
