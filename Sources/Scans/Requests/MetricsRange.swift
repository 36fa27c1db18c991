/// Whether the metrics of what a scan finds are to be read, and how far back: `true`, `false`, or `{"hours": 24}`.
public struct MetricsRange: Codable, Sendable, Hashable {
    /// Metrics are read unless a request says that they should not: it costs a tenant of 30 instances a tenth of a cent.
    public static let standard = MetricsRange(hours: 24)
    public static let allowedHours = 1...168

    /// nil: none are read.
    public let hours: Int?

    public init(hours: Int?) { self.hours = hours }

    private enum CodingKeys: CodingKey { case hours }

    public init(from decoder: any Decoder) throws {
        if let isWanted = try? decoder.singleValueContainer().decode(Bool.self) {
            self = isWanted ? .standard : MetricsRange(hours: nil)
        } else {
            hours = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .hours)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        if let hours {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(hours, forKey: .hours)
        } else {
            var container = encoder.singleValueContainer()
            try container.encode(false)
        }
    }
}
