/// Why a delivery does not take place. The raw values are the `reason` of `GET /notifications/{id}`.
public enum Suppression: String, Sendable, Hashable, CaseIterable, Codable {
    /// By the link of a mail.
    case unsubscribed
    case preference
    case noAddress = "no_address"
    case duplicate
    /// It is a fallback, and what it stands in for was sent or may have arrived.
    case notNeeded = "not_needed"
}
