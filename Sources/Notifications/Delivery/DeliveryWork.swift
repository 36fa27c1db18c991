public import Foundation

/// A delivery as its worker finds it: what is to be sent to whom, and what was tried before.
public struct DeliveryWork: Sendable {
    public let id: UUID
    public let tenant: UUID
    public let notificationID: UUID
    public let channel: Channel
    public let recipient: String
    public let userID: UUID?
    public let name: String?
    public let locale: String?
    public let severity: Severity
    public let topic: String
    public let link: NotificationLink?
    public let createdAt: Date
    public let content: NotificationContent
    let status: DeliveryStatus
    public let person: Person
    /// By which PagerDuty knows what the event is about.
    public let incidentKey: String?
    /// Attempts that are steps of the schedule.
    let steps: Int
    let attempts: Int
    /// The last attempt was cut off: it has no outcome.
    let isCutOff: Bool
    /// The destination fails, and is left alone until then.
    let circuitOpenUntil: Date?
    let hasCircuit: Bool
    /// What became of the delivery that this one stands in for; nil when it stands in for none.
    let formerStatus: DeliveryStatus?
    /// The delivery with whose mail this one goes.
    let digestID: UUID?
    /// When the job of that other delivery runs, or runs again; nil when none is at work on it.
    var digestRunsAt: Date?
    /// What is to be one mail.
    var digest: Digest?
    public let endpoint: WebhookEndpoint?

    /// Whether it may go in one message with others.
    var gathers: Bool { takesOthers || digestID == id }

    /// Whether it takes along what waits for the same person.
    var takesOthers: Bool { content.template?.digest(channel, severity) != nil }

    /// What is shown where a message has a title and a text.
    public func titled(_ message: RenderedMessage, publicURL: String) -> (title: String, text: String, link: String?) {
        digest?.titled(for: person.reader, publicURL: publicURL)
            ?? (message.subject, message.body, message.link.map { $0.absolute(at: publicURL) })
    }

    /// The mail that it is, or goes with.
    public func mail(_ message: RenderedMessage, publicURL: String, unsubscribeURL: String?) -> MailText {
        digest?.mail(to: person.reader, publicURL: publicURL, unsubscribeURL: unsubscribeURL)
            ?? message.mail(to: person.reader, publicURL: publicURL, unsubscribeURL: unsubscribeURL)
    }

    /// By which failures of a destination are counted.
    var destination: String { channel == .email ? "smtp" : "\(channel.rawValue) \(recipient)" }
}
