/// What one piece of a streamed answer says.
struct ChatChunk {
    /// A provider's own counts; nil where it gives none, or none that can be.
    struct Counts {
        var prompt: Int?
        var cached: Int?
        var completion: Int?
    }

    var model: String?
    var text = ""
    /// Of the model's thinking, which is not kept.
    var thinkingBytes = 0
    var refusal = ""
    /// In the provider's word.
    var finish: String?
    var counts: Counts?
    var problem: ProviderProblem?
    /// Nothing follows that matters.
    var isLast = false

    /// Whether the model got on, and not only its server.
    var isProgress: Bool { !text.isEmpty || thinkingBytes > 0 || !refusal.isEmpty || finish != nil || counts != nil }
}
