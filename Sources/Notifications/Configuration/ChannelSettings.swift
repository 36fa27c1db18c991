public import Channels
public import Operations
public import SMTPClient

/// What the worker reads of the channels that are the operators'.
public struct ChannelSettings: Sendable {
    public enum EmailProvider: String, CaseIterable, Sendable {
        case smtp, ses
    }

    public let emailProvider: EmailProvider
    public let smtpServer: SMTPServer?
    /// What `smtpServer` was read from.
    public let smtpURL: Secret?
    public let sender: MailMessage.Mailbox?
    /// By severity, where one is set: an incoming webhook before a bot's channel.
    public let slack: [Severity: SlackDestination]
    public let pagerDutyURL: String
    public let pagerDutyRoutingKey: Secret?

    public init(_ reader: inout ConfigurationReader) {
        emailProvider = reader.choice(.emailProvider, default: .smtp)
        smtpURL = reader.optionalSecret(.smtpURL)
        smtpServer = Self.smtpServer(smtpURL, &reader)
        sender =
            reader.optionalForm(
                .smtpFrom, expecting: "it should be an address such as no-reply@example.org, or Name <address>"
            ) { MailSender($0) }?.mailbox
        slack = Self.slack(&reader)
        pagerDutyURL = reader.url(.pagerDutyEventsURL, schemes: ["http", "https"])
        pagerDutyRoutingKey = reader.optionalSecret(.pagerDutyRoutingKey)
    }

    private static func smtpServer(_ url: Secret?, _ reader: inout ConfigurationReader) -> SMTPServer? {
        guard let url else { return nil }
        do {
            return try SMTPServer(url: url.reveal())
        } catch {
            reader.note(.smtpURL, found: "is no address of a mail server", expected: error.description)
            return nil
        }
    }

    private static func slack(_ reader: inout ConfigurationReader) -> [Severity: SlackDestination] {
        let token = reader.optionalSecret(.slackBotToken)
        let settings: [(Severity, hook: Variable, channel: Variable)] = [
            (.p1, .slackHookCritical, .slackChannelCritical), (.p2, .slackHookAlerts, .slackChannelAlerts),
            (.p3, .slackHookMonitoring, .slackChannelMonitoring),
        ]
        var destinations: [Severity: SlackDestination] = [:]
        for (severity, hook, channel) in settings {
            let url = reader.optionalSecret(hook)
            let name = reader.optionalString(channel)
            if let url {
                if !url.reveal().hasPrefix("https://"), !url.reveal().hasPrefix("http://") {
                    reader.note(hook, found: "is no URL", expected: "it should be the URL of an incoming webhook")
                }
                destinations[severity] = .webhook(url)
            } else if let name, let token {
                destinations[severity] = .channel(name, token: token)
            }
        }
        return destinations
    }

    /// What an operator sets for Slack to take messages of a severity.
    public static func slackSetting(for severity: Severity) -> String {
        switch severity {
        case .p1: Variable.slackHookCritical.name
        case .p2: Variable.slackHookAlerts.name
        case .p3: Variable.slackHookMonitoring.name
        }
    }
}
