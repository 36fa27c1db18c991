/// By which ways the messages of a template go, and how urgent they are.
public struct TemplateTreatment: Sendable, Hashable {
    /// Where a request does not say.
    public var channels: [Channel] = [.email, .inApp, .webhook]
    /// Where the sender does not say.
    public var severity: Severity = .p3
    /// About the access to an account: by e-mail alone, at once, whatever was preferred or unsubscribed, and with a link that
    /// the message is about.
    public var isAboutAccess = false
    /// The link is what the message is for: without it there is none.
    public var needsLink = false
    /// Of use at its time alone: quiet hours do not postpone it.
    public var isTimely = false
    /// What gathers for one person is one mail; nil where each is a mail of its own.
    public var digest: DigestRule?
    /// What one report of alerts brings is one message by mail and Slack.
    public var isGrouped = false
    /// Of severity P1 twice is better than never: what may have arrived is sent again, also where the channel has no key.
    public var repeatsUnknown = false

    public init() {}

    func with(_ change: (inout TemplateTreatment) -> Void) -> TemplateTreatment {
        var changed = self
        change(&changed)
        return changed
    }
}
