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
    public let endpoint: WebhookEndpoint?

    /// By which failures of a destination are counted.
    var destination: String { channel == .email ? "smtp" : "\(channel.rawValue) \(recipient)" }
}
