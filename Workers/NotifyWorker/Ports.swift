import Channels
import Flotilla
import HTTPClient
import Notifications
import SMTPClient

/// The ways to the other side, as far as they are set up.
enum Ports {
    static func all(_ store: NotificationStore, _ reader: inout ConfigurationReader) -> [Channel: any DeliveryPort] {
        let settings = NotificationSettings(&reader)
        let channels = ChannelSettings(&reader)
        let http = WebClient()
        var ports: [Channel: any DeliveryPort] = [
            .webhook: WebhookPort(channel: WebhookChannel(addresses: settings.webhookAddresses)),
            .slack: SlackPort(
                channel: SlackChannel(http: http), destinations: channels.slack, publicURL: settings.publicURL),
            .pagerduty: UnconfiguredPort(setting: Variable.pagerDutyRoutingKey.name),
        ]
        if let key = channels.pagerDutyRoutingKey {
            ports[.pagerduty] = PagerDutyPort(
                channel: PagerDutyChannel(http: http, url: channels.pagerDutyURL), routingKey: key,
                publicURL: settings.publicURL)
        }
        ports[.email] = email(channels, settings, store)
        return ports
    }

    private static func email(
        _ channels: ChannelSettings, _ settings: NotificationSettings, _ store: NotificationStore
    ) -> any DeliveryPort {
        guard let server = channels.smtpServer else { return UnconfiguredPort(setting: Variable.smtpURL.name) }
        guard let sender = channels.sender else { return UnconfiguredPort(setting: Variable.smtpFrom.name) }
        return EmailPort(
            provider: SMTPProvider(channel: EmailChannel(MailClient(server))), sender: sender,
            links: UnsubscribeLinks(store: store, publicURL: settings.publicURL), publicURL: settings.publicURL)
    }
}
