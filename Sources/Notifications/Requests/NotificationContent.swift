import Accounts
public import Contracts

/// What a notification says.
public enum NotificationContent: Sendable {
    /// - Parameter data: fits the template (`Template.problems`).
    case template(Template, data: [String: TemplateValue])
    case plain(PlainMessage)

    /// The topic of preferences and webhooks.
    public var topic: String {
        switch self {
        case .template(let template, _): template.name
        case .plain: Templates.message
        }
    }

    public var template: Template? {
        if case .template(let template, _) = self { template } else { nil }
    }

    func render(link: NotificationLink?, for reader: Reader) throws(InvalidRequest) -> RenderedMessage {
        switch self {
        case .template(let template, let data): try template.render(data, link: link, for: reader)
        case .plain(let message): message.render(link: link, for: reader)
        }
    }
}
