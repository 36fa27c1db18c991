/// What the mails of a person were unsubscribed from, by the links in them.
public struct Unsubscriptions: Sendable, Hashable, Codable {
    public var isFromAll: Bool
    public var topics: Set<String>

    public init(isFromAll: Bool = false, topics: Set<String> = []) {
        self.isFromAll = isFromAll
        self.topics = topics
    }

    public func contains(_ topic: String) -> Bool { isFromAll || topics.contains(topic) }

    /// What is left of them when the person puts new preferences: who asks for a topic's mails again gets them.
    public func kept(by preferences: NotificationPreferences) -> Unsubscriptions {
        Unsubscriptions(
            isFromAll: isFromAll && preferences.channels.email != true,
            topics: topics.filter { preferences.topics[$0]?.email != true })
    }
}

extension NotificationPreferences {
    /// As they are shown: a mail that was unsubscribed from is one that was declined. Put back as they were shown, they
    /// change nothing.
    public func shown(with unsubscriptions: Unsubscriptions) -> NotificationPreferences {
        var shown = self
        if unsubscriptions.isFromAll { shown.channels.email = false }
        for topic in unsubscriptions.topics { shown.topics[topic, default: ChannelChoice()].email = false }
        return shown
    }
}
