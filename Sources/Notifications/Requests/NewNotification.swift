import Accounts
public import Foundation
public import Jobs

/// An event to be accepted, before its recipients are looked up.
public struct NewNotification: Sendable {
    public let id: UUID
    public let tenant: UUID
    /// nil where another part of the fleet asks for it.
    public let userID: UUID?
    public let content: NotificationContent
    public let to: [Recipient]
    /// In the order of the request, each once.
    public let channels: [Channel]
    /// The channel that each of these stands in for.
    let fallbacks: [Channel: Channel]
    public let severity: Severity
    /// Of what goes to no person, and to persons whose own is not known.
    public let locale: String?
    public let link: NotificationLink?
    /// A repeated event is the same event for 30 days.
    public let dedupKey: String?
    /// What the event is about: the end of an alert has that of its beginning.
    public let incidentKey: String?
    /// nil: at once.
    public let sendAt: Date?
    public let trace: TraceContext

    /// Deliveries of one notification.
    public static let mostDeliveries = 20_000

    /// - Parameters:
    ///   - channels: nil for those of the template; without one `in_app`, and `email` where an address is known.
    ///   - severity: nil for that of the template.
    public init(
        id: UUID, tenant: UUID, userID: UUID?, content: NotificationContent, to: [Recipient], channels: ChannelOrder?,
        severity: Severity?, locale: String? = nil, link: NotificationLink? = nil, dedupKey: String? = nil,
        incidentKey: String? = nil, sendAt: Date? = nil, trace: TraceContext
    ) {
        self.id = id
        self.tenant = tenant
        self.userID = userID
        self.content = content
        self.to = to
        self.severity = severity ?? content.template?.treatment.severity ?? .p3
        self.channels = channels?.channels ?? content.template?.channels(at: self.severity) ?? [.inApp, .email]
        fallbacks = channels?.fallbacks ?? [:]
        isChosen = channels != nil
        self.locale = locale
        self.link = link
        self.dedupKey = dedupKey
        self.incidentKey = incidentKey
        self.sendAt = sendAt
        self.trace = trace
    }

    /// Whether the request named the channels: a person without an address is then a delivery that is suppressed, and
    /// otherwise none.
    let isChosen: Bool
}
