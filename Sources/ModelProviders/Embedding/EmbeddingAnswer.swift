import JSON

/// What a provider's answer says, before any of it is believed.
struct EmbeddingAnswer {
    var model: String?
    /// In the order of the texts; nil where the answer has none, or no order.
    var rows: [JSONValue]?
    var tokens: Int?
}
