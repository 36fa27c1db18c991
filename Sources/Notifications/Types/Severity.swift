/// How urgent a notification is.
public enum Severity: String, Sendable, Hashable, CaseIterable, Codable {
    /// Immediate action is needed: it passes quiet hours and preferences.
    case p1 = "P1"
    /// Action is needed today.
    case p2 = "P2"
    /// Good to know; what it is unless said otherwise.
    case p3 = "P3"
}
