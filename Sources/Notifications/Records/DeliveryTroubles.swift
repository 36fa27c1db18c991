/// What keeps deliveries from arriving.
public struct DeliveryTroubles: Sendable {
    /// What attempts of the last hour said of settings that are missing, each once; each names its variable.
    public let missing: [String]
    /// Channels with destinations that are left alone.
    public let down: [String]
    /// Such destinations.
    public let circuits: Int
    /// Deliveries that may have arrived, at most `most`.
    public let unknown: Int

    /// Deliveries that are counted.
    public static let most = 10_000
}
