/// Where a delivery stands.
public enum DeliveryStatus: String, Sendable, Hashable, CaseIterable, Codable {
    /// Also while it waits for another attempt.
    case queued
    /// The other side has accepted it.
    case sent
    /// Refused for good, or tried as often as the channel's schedule says.
    case failed
    /// It may have arrived.
    case unknown
    /// Nothing was sent.
    case suppressed
}
