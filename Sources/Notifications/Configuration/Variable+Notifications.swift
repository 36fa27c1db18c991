public import Operations

extension Variable {
    public static let emailProvider = Variable(
        "FLOTILLA_EMAIL_PROVIDER", "by what mail is sent: smtp, or ses (AWS SES in AWS_REGION)", default: "smtp")
    public static let smtpURL = Variable(
        "SMTP_URL",
        "the mail server: smtp://user:password@host:port or smtps://…; ?tls=required (the default with a password) or off, "
            + "?ca= a PEM file", isSecret: true)
    public static let smtpFrom = Variable(
        "SMTP_FROM", "who mail is from: an address, or a name and an address as in Flotilla <no-reply@example.org>")
    public static let slackBotToken = Variable(
        "SLACK_BOT_TOKEN", "a bot's token, for chat.postMessage to SLACK_CHANNEL_…", isSecret: true)
    public static let slackChannelCritical = Variable("SLACK_CHANNEL_CRITICAL", "the channel of P1 for the bot")
    public static let slackChannelAlerts = Variable("SLACK_CHANNEL_ALERTS", "the channel of P2 for the bot")
    public static let slackChannelMonitoring = Variable("SLACK_CHANNEL_MONITORING", "the channel of P3 for the bot")
    public static let slackHookCritical = Variable(
        "SLACK_WEBHOOK_URL_CRITICAL", "the incoming webhook of P1", isSecret: true)
    public static let slackHookAlerts = Variable(
        "SLACK_WEBHOOK_URL_ALERTS", "the incoming webhook of P2", isSecret: true)
    public static let slackHookMonitoring = Variable(
        "SLACK_WEBHOOK_URL_MONITORING", "the incoming webhook of P3", isSecret: true)
    public static let pagerDutyRoutingKey = Variable(
        "PAGERDUTY_ROUTING_KEY", "the integration key of a PagerDuty service (Events API v2)", isSecret: true)
    public static let pagerDutyEventsURL = Variable(
        "PAGERDUTY_EVENTS_URL", "where PagerDuty takes events",
        default: "https://events.pagerduty.com/v2/enqueue")
    public static let webhookAllow = Variable(
        "FLOTILLA_WEBHOOK_ALLOW",
        "addresses and networks, with commas between, that webhooks may reach although they are private")
    public static let publicURL = Variable(
        "FLOTILLA_PUBLIC_URL",
        "where callers find us, such as https://flotilla.example: links in mails begin with it, and pages there may sign in",
        default: "http://127.0.0.1:8080")
    public static let notificationRetention = Variable(
        "FLOTILLA_NOTIFICATION_RETENTION",
        "how long notifications are kept, with their deliveries and what inboxes show; 7d at least", default: "90d")

    public static let outsideMails = Variable(
        "FLOTILLA_OUTSIDE_MAILS",
        "mails that an account may send within an hour to addresses that are no users of it; the operators may send any number",
        default: "2000")

    static let ofNotifications: [Variable] = [
        .emailProvider, .smtpURL, .smtpFrom, .slackBotToken, .slackChannelCritical, .slackChannelAlerts,
        .slackChannelMonitoring, .slackHookCritical, .slackHookAlerts, .slackHookMonitoring, .pagerDutyRoutingKey,
        .pagerDutyEventsURL, .webhookAllow, .publicURL,
        .notificationRetention, .outsideMails,
    ]
}
