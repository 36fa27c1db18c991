/// How lines look: one JSON object each, for programs, or aligned text, for people.
public enum LogFormat: String, Sendable, CaseIterable {
    case json, text
}
