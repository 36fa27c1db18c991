/// How deliveries stand, over all tenants.
public struct StandingDeliveries: Sendable {
    /// By channel and status, with a space between them; of each status the newest 10,000.
    let count: [String: Int]
    /// Destinations with an open circuit, by channel.
    let down: [String: Int]
    /// Notifications that should have been mailed and of which no mail was sent, by template.
    let unsent: [String: Int]
}

/// Attempts that ended within a time.
struct EndedAttempts: Sendable {
    let channel: String
    let outcome: String
    let count: Int
}
