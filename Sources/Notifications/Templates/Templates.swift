public import Contracts

/// Every template.
public enum Templates {
    /// In the order of docs/templates.md.
    public static let all: [Template] = learning + appointments + billing + cloud + operations + access

    private static let byName: [String: Template] = Dictionary(all.map { ($0.name, $0) }) { $1 }

    /// The topic of what has a subject and a body and no template.
    public static let message = "message"
    /// What preferences and webhook endpoints may name.
    public static let topics: [String] = all.map(\.name) + [message]

    public static func named(_ name: String) -> Template? { byName[name] }

    /// What the messages of a topic are, in words; nil for what is no topic.
    public static func title(of topic: String, in language: Language) -> String? {
        topic == message ? Phrases(language: language).message : named(topic)?.title(in: language)
    }
}
