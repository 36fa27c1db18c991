/// What a job of one kind is about, as it travels in JSON.
///
/// Adding a kind is one payload, one handler for it and one line that registers the handler.
public protocol JobPayload: Codable, Sendable {
    static var definition: JobDefinition { get }
}
