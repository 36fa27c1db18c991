import Foundation

/// How often which duration was measured: 48 buckets, the first up to 0.25 ms, each further one up to √2 times as long, the
/// last one everything above 50 minutes. Two histograms add up, so that minutes give hours and processes a fleet.
public struct DurationHistogram: Sendable, Hashable {
    public static let bucketCount = 48
    /// The longest that a bucket takes, in seconds; the last one takes more as well.
    static let bounds: [Double] = (0..<bucketCount).map { 0.00025 * pow(2, Double($0) / 2) }

    public private(set) var buckets: [Int]

    public init() { buckets = [Int](repeating: 0, count: Self.bucketCount) }

    /// - Returns: nil for another number of buckets.
    public init?(buckets: [Int]) {
        guard buckets.count == Self.bucketCount else { return nil }
        self.buckets = buckets
    }

    public mutating func observe(_ duration: Duration) { buckets[Self.bucket(of: duration / .seconds(1))] &+= 1 }

    public mutating func add(_ other: DurationHistogram) {
        for index in buckets.indices { buckets[index] &+= other.buckets[index] }
    }

    /// The duration that a part of all stayed within, in seconds: the middle of its bucket, so at most a fifth away.
    /// - Parameter part: 0.95 for the 95th percentile.
    /// - Returns: nil when nothing was measured.
    public func quantile(_ part: Double) -> Double? {
        let total = buckets.reduce(0, &+)
        guard total > 0 else { return nil }
        let rank = part * Double(total)
        var below = 0.0
        for (index, count) in buckets.enumerated() where count > 0 {
            below += Double(count)
            guard below >= rank else { continue }
            return index == 0 ? Self.bounds[0] / 2 : Self.bounds[index] * pow(2, -0.25)
        }
        return Self.bounds.last
    }

    private static func bucket(of seconds: Double) -> Int {
        var (low, high) = (0, bucketCount - 1)
        while low < high {
            let middle = (low + high) / 2
            if seconds <= bounds[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
