public import Jobs

/// Durations that parts of all stayed within, in seconds; nil when nothing was measured.
public struct Quantiles: Encodable, Sendable, Hashable {
    public let p50: Double?
    public let p95: Double?
    public let p99: Double?

    public init(_ histogram: DurationHistogram) {
        p50 = Self.rounded(histogram.quantile(0.5))
        p95 = Self.rounded(histogram.quantile(0.95))
        p99 = Self.rounded(histogram.quantile(0.99))
    }

    /// More digits than three say nothing that was measured.
    private static func rounded(_ seconds: Double?) -> Double? {
        guard let seconds, seconds > 0 else { return seconds }
        let unit = tenth(below: seconds)
        return (seconds / unit).rounded() * unit
    }

    private static func tenth(below seconds: Double) -> Double {
        var unit = 0.000_001
        while unit * 1000 < seconds { unit *= 10 }
        return unit
    }
}
