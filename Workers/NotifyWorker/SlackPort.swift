import Channels
import Flotilla
import Notifications

/// Messages to the operators' hooks and channels of Slack.
struct SlackPort: DeliveryPort {
    let channel: SlackChannel
    let destinations: [Severity: SlackDestination]
    let publicURL: String

    func deliver(
        _ work: DeliveryWork, _ message: RenderedMessage, by deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome {
        guard let destination = destinations[work.severity] else {
            return .notConfigured(ChannelSettings.slackSetting(for: work.severity))
        }
        let (title, text, link) = work.titled(message, publicURL: publicURL)
        return await channel.deliver(
            SlackMessage(title: title, body: text, link: link), to: destination, until: deadline)
    }
}
