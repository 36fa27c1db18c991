public import Foundation

extension NotificationPreferences {
    /// What becomes of a message now.
    ///
    /// Severity P1 and what is about access go at once, whatever was said. Quiet hours postpone mails alone: the inbox makes
    /// no sound. Webhooks, Slack and PagerDuty are no matter of a person.
    /// - Parameter unsubscriptions: what the person's mails were unsubscribed from.
    public func decision(
        _ channel: Channel, topic: String, severity: Severity, unsubscriptions: Unsubscriptions, now: Date
    ) -> DeliveryDecision {
        let treatment = Templates.named(topic)?.treatment ?? TemplateTreatment()
        if severity == .p1 || treatment.isAboutAccess { return .send }
        if channel == .email, unsubscriptions.contains(topic) { return .suppress(.unsubscribed) }
        if channels.declines(channel) || topics[topic]?.declines(channel) == true { return .suppress(.preference) }
        guard channel == .email, !treatment.isTimely, let end = quietHours?.end(after: now, in: zone) else {
            return .send
        }
        return .postpone(until: end)
    }
}
