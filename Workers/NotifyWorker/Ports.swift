import AWS
import Channels
import Flotilla
import HTTPClient
import Notifications
import SMTPClient

/// The ways to the other side, as far as they are set up.
enum Ports {
    static func all(
        _ store: NotificationStore, _ logger: Logger, _ reader: inout ConfigurationReader
    ) -> [Channel: any DeliveryPort] {
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
        ports[.email] = email(channels, settings, store, logger, &reader)
        return ports
    }

    private static func email(
        _ channels: ChannelSettings, _ settings: NotificationSettings, _ store: NotificationStore,
        _ logger: Logger, _ reader: inout ConfigurationReader
    ) -> any DeliveryPort {
        let provider: any MailProvider
        switch channels.emailProvider {
        case .smtp:
            guard let server = channels.smtpServer else { return UnconfiguredPort(setting: Variable.smtpURL.name) }
            let client = MailClient(server)
            channels.smtpURL?.onChange { [weak client] in client?.renew(try SMTPServer(url: $0)) }
            provider = SMTPProvider(channel: EmailChannel(client))
        case .ses:
            let limit = RepeatLimit(every: .seconds(60))
            let access = FleetAccess(AWSConfiguration(&reader), &reader) { failure in
                logger.log(
                    .error, "there are no credentials of AWS to send mail with", limitedBy: limit,
                    ["error": .error(failure)])
            }
            guard let access else { return UnconfiguredPort(setting: Variable.awsAccessKeyID.name) }
            provider = SESProvider(
                channel: SESChannel(
                    SES(client: access.client, region: access.region, credentials: access.credentials)))
        }
        guard let sender = channels.sender else { return UnconfiguredPort(setting: Variable.smtpFrom.name) }
        return EmailPort(
            provider: provider, sender: sender, links: UnsubscribeLinks(store: store, publicURL: settings.publicURL),
            publicURL: settings.publicURL)
    }
}
