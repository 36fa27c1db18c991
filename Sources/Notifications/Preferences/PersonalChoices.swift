/// What a user chose: preferences that were put, and mails that were unsubscribed from.
public struct PersonalChoices: Sendable {
    /// What holds for a user who put none.
    public let standard: NotificationPreferences
    /// nil where none were put.
    let chosen: NotificationPreferences?
    let unsubscriptions: Unsubscriptions

    /// A name of the IANA database; nil where none was put.
    public var timeZone: String? { chosen?.timeZone }

    /// The JSON of `GET /notification-preferences`.
    public var shown: NotificationPreferences { (chosen ?? standard).shown(with: unsubscriptions) }
}
