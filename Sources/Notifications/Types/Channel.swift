/// By which way a notification reaches people or programs.
public enum Channel: String, Sendable, Hashable, CaseIterable, Codable {
    case email
    case webhook
    case slack
    case pagerduty
    case inApp = "in_app"
}
