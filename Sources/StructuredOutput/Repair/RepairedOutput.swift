public import JSON

/// What a model wrote, as a value.
public enum RepairedOutput: Sendable, Hashable {
    /// - repairs: what was mended, each once; none for an answer that is JSON as it stands.
    case valid(JSONValue, repairs: [Repair])
    case broken(OutputBreakage)
}
