/// What some models and servers of OpenAI's likes do not take. A call that is refused for one goes out again without it.
enum OpenAIFeature: String, CaseIterable {
    /// `response_format` of a schema; then that of any object, with the schema in the prompt; then the prompt alone.
    case jsonSchema, jsonObject
    /// Without it a stream has no counts.
    case streamOptions = "stream_options"
    /// Models that think take `max_completion_tokens`.
    case maxTokens = "max_tokens"
    case temperature
    case seed

    private static let unsupported = [
        "unsupported", "not supported", "does not support", "not permitted", "not allowed", "unknown", "unrecognized",
        "unexpected", "extra",
    ]

    /// The feature that a problem names as the one it is about.
    /// - Parameter asked: those that the request had.
    static func missing(_ failure: CallFailure, asked: Set<OpenAIFeature>) -> OpenAIFeature? {
        guard let status = failure.status, [400, 422, 500, 501].contains(status), let problem = failure.problem else {
            return nil
        }
        if problem.names("response_format"), let format = [.jsonSchema, .jsonObject].first(where: asked.contains) {
            return format
        }
        let isUnsupported =
            problem.isNamed(["unsupported_parameter", "unsupported_value"])
            || unsupported.contains { problem.mentions($0) }
        guard status < 500, isUnsupported else { return nil }
        return [.streamOptions, .maxTokens, .temperature, .seed].first {
            asked.contains($0) && problem.names($0.rawValue)
        }
    }
}

extension ProviderProblem {
    /// Whether it is about this field of the request.
    fileprivate func names(_ field: String) -> Bool { param?.hasPrefix(field) ?? false || mentions(field) }
}
