public import Foundation
public import Jobs

/// What people of a tenant are to learn: it becomes a notification with its deliveries, each once.
public struct NotificationRequest: JobPayload {
    public static var definition: JobDefinition {
        JobDefinition(kind: "notify.request", queue: "notify", timeout: .seconds(30))
    }

    public let to: [NotificationRecipient]
    /// Such as `finding_opened`.
    public let template: String
    public let data: [String: TemplateValue]
    /// `P1`, `P2` or `P3`; nil for that of the template.
    public let severity: String?
    /// A path of ours, or a URL.
    public let link: String?
    /// A repeated event is the same event for 30 days; nil: the job is the event.
    public let dedupKey: String?

    public init(
        to: [NotificationRecipient], template: String, data: [String: TemplateValue], severity: String? = nil,
        link: String? = nil, dedupKey: String? = nil
    ) {
        self.to = to
        self.template = template
        self.data = data
        self.severity = severity
        self.link = link
        self.dedupKey = dedupKey
    }

    private enum CodingKeys: String, CodingKey {
        case to, template, data, severity, link
        case dedupKey = "dedup_key"
    }
}

/// Whom a notification is for: one of the three.
public struct NotificationRecipient: Sendable, Hashable, Codable {
    public var userID: UUID?
    /// Everybody of the tenant with that role, such as `school`.
    public var role: String?
    public var email: String?

    public init(userID: UUID? = nil, role: String? = nil, email: String? = nil) {
        self.userID = userID
        self.role = role
        self.email = email
    }

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case role, email
    }
}
