public import Accounts
public import Contracts
import Cron
import Foundation

extension NotificationPreferences {
    /// What a caller gives, as a whole: a member that is absent is what it is for a person who said nothing.
    /// - Throws: everything that is wrong, each with its place.
    public init(_ json: TemplateValue, standard: NotificationPreferences) throws(InvalidRequest) {
        var check = MemberCheck()
        self = standard
        let members = check.object(json, at: "", of: ["locale", "time_zone", "quiet_hours", "channels", "topics"])
        if let locale = check.text(
            members["locale"], at: "/locale", "a language tag such as fr or fr-FR", LanguageTag.init)
        {
            self.locale = locale.text
        }
        let zone = check.text(
            members["time_zone"], at: "/time_zone", "a name of the IANA time zone database such as Europe/Paris"
        ) { name in TimeZone.named(name).map { _ in name } }
        if let zone { timeZone = zone }
        if let hours = members["quiet_hours"] { quietHours = check.hours(hours) }
        if let choice = members["channels"] { channels = check.choice(choice, at: "/channels") }
        if let topics = members["topics"] {
            self.topics = [:]
            for (topic, choice) in check.object(topics, at: "/topics", of: Templates.topics).sorted(by: {
                $0.key < $1.key
            }) {
                self.topics[topic] = check.choice(choice, at: "/topics/\(topic)")
            }
        }
        if !check.problems.isEmpty { throw InvalidRequest(problems: check.problems) }
    }
}

extension MemberCheck {
    fileprivate mutating func hours(_ json: TemplateValue) -> QuietHours? {
        let members = object(json, at: "/quiet_hours", of: ["from", "to"])
        guard case .object = json else { return nil }
        func time(_ name: String) -> ClockTime? {
            let expected = "a time of the day from 00:00 to 23:59"
            guard let value = members[name] else {
                reject("/quiet_hours/\(name)", "is required: \(expected)")
                return nil
            }
            return text(value, at: "/quiet_hours/\(name)", expected, ClockTime.init)
        }
        let (from, to) = (time("from"), time("to"))
        return from.flatMap { from in to.map { QuietHours(from: from, to: $0) } }
    }

    fileprivate mutating func choice(_ json: TemplateValue, at pointer: String) -> ChannelChoice {
        let members = object(json, at: pointer, of: ["email", "in_app"])
        func flag(_ name: String) -> Bool? {
            switch members[name] ?? .null {
            case .null: return nil
            case .bool(let flag): return flag
            default:
                reject("\(pointer)/\(name)", "should be true or false")
                return nil
            }
        }
        return ChannelChoice(email: flag("email"), inApp: flag("in_app"))
    }
}
