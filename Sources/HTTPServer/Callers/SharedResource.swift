/// The finite things that a server shares out among its callers.
public enum SharedResource: String, Sendable, Hashable, CaseIterable {
    /// Handlers under way.
    case requests
    /// Requests that wait for an event, such as `Prefer: wait`.
    case waits
    /// Streamed answers that are open.
    case streams
    /// Bytes of request bodies.
    case bodies
    /// Bytes of answers that their clients have not taken yet.
    case answers
    /// Bytes of events that the readers of event streams have not taken yet.
    case events
    /// Connections.
    case connections

    /// What a refused caller reads.
    var refusal: String {
        switch self {
        case .requests: "Too many requests of yours are being handled."
        case .waits: "Too many requests of yours are waiting."
        case .streams: "Too many event streams of yours are open."
        case .bodies: "Too many request bodies of yours are being received."
        case .answers: "Too many answers of yours have not been read."
        case .events: "Too many events of yours have not been read."
        case .connections: "Too many connections are open."
        }
    }

    /// What any caller reads when nothing is free.
    var exhaustion: String {
        switch self {
        case .requests: "Too many requests are being handled."
        case .waits: "Too many requests are waiting."
        case .streams: "Too many event streams are open."
        case .bodies: "Too many request bodies are being received."
        case .answers: "Too many answers have not been read."
        case .events: "Too many events have not been read."
        case .connections: "Too many connections are open."
        }
    }
}
