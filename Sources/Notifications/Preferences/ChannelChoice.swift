/// By which of the two ways to a person messages may go; nil where nothing was said.
public struct ChannelChoice: Sendable, Hashable {
    public var email: Bool?
    public var inApp: Bool?

    public init(email: Bool? = nil, inApp: Bool? = nil) {
        self.email = email
        self.inApp = inApp
    }

    /// Whether the way was declined.
    func declines(_ channel: Channel) -> Bool {
        switch channel {
        case .email: email == false
        case .inApp: inApp == false
        case .webhook, .slack, .pagerduty: false
        }
    }
}

extension ChannelChoice: Codable {
    private enum CodingKeys: String, CodingKey {
        case email
        case inApp = "in_app"
    }

    /// What was not declined is shown as open.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(email ?? true, forKey: .email)
        try container.encode(inApp ?? true, forKey: .inApp)
    }
}
