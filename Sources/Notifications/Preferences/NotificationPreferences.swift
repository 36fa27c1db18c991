import Contracts
import Cron
public import Foundation

/// How a person wants to be notified: the JSON of `GET` and `PUT /notification-preferences`.
public struct NotificationPreferences: Sendable, Hashable {
    /// A language tag such as `fr` or `fr-FR`.
    public var locale: String
    /// A name of the IANA database.
    public var timeZone: String
    public var quietHours: QuietHours?
    /// Of all topics; a way is open unless it is declined.
    public var channels: ChannelChoice
    /// By topic: what is declined here or for all topics does not go.
    public var topics: [String: ChannelChoice]

    /// What holds for a person who said nothing.
    /// - Parameter locale: of the user, where it is known.
    public init(locale: String? = nil) {
        self.locale = locale ?? Language.english.rawValue
        timeZone = "UTC"
        quietHours = nil
        channels = ChannelChoice()
        topics = [:]
    }

    /// The zone of the clock by which the person lives.
    public var zone: TimeZone { TimeZone.named(timeZone) ?? .gmt }
}

extension NotificationPreferences: Codable {
    private enum CodingKeys: String, CodingKey {
        case locale, channels, topics
        case timeZone = "time_zone"
        case quietHours = "quiet_hours"
    }

    private struct Hours: Codable {
        let from: String
        let to: String
    }

    /// Reads what `encode` wrote. What a caller gives is read by `init(_:standard:)`, which names each mistake.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        locale = try container.decode(String.self, forKey: .locale)
        timeZone = try container.decode(String.self, forKey: .timeZone)
        channels = try container.decode(ChannelChoice.self, forKey: .channels)
        topics = try container.decode([String: ChannelChoice].self, forKey: .topics)
        let hours = try container.decodeIfPresent(Hours.self, forKey: .quietHours)
        if let hours, let from = ClockTime(hours.from), let to = ClockTime(hours.to) {
            quietHours = QuietHours(from: from, to: to)
        } else {
            quietHours = nil
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(locale, forKey: .locale)
        try container.encode(timeZone, forKey: .timeZone)
        if let quietHours {
            try container.encode(Hours(from: quietHours.from.text, to: quietHours.to.text), forKey: .quietHours)
        } else {
            try container.encodeNil(forKey: .quietHours)
        }
        try container.encode(channels, forKey: .channels)
        try container.encode(topics, forKey: .topics)
    }
}
