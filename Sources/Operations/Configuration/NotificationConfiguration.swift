/// The channels that notifications can go through; what is nil or empty is off.
public struct NotificationConfiguration: Sendable {
    public let smtpURL: Secret?
    public let smtpFrom: String?
    /// By channel name in lower case.
    public let slackWebhookURLs: [String: Secret]
    public let pagerDutyRoutingKey: Secret?

    public init(_ reader: inout ConfigurationReader) {
        smtpURL = reader.optionalURL(.smtpURL, schemes: ["smtp", "smtps"]).map(Secret.init)
        smtpFrom = reader.optional(.smtpFrom, expecting: "it should be an e-mail address") { text in
            text.count <= 320 ? ConfigurationReader.oneLine(text).flatMap { $0.contains("@") ? $0 : nil } : nil
        }
        slackWebhookURLs = reader.secretURLs(.slackWebhookURLs, schemes: ["https", "http"])
        pagerDutyRoutingKey = reader.optionalSecret(.pagerDutyRoutingKey)
        if reader.text(.smtpURL) != nil, reader.text(.smtpFrom) == nil {
            reader.note(.smtpFrom, found: "is not set", expected: "SMTP_URL needs a sender's address")
        }
    }
}
