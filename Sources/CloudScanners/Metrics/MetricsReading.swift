import Foundation

/// What a reading of metrics gave.
public struct MetricsReading: Sendable {
    public var accountID: String
    /// For each target in the order given, all its metrics.
    public var series: [MetricSeries]
    /// How many series the cloud was asked for, which it bills.
    public var queries: Int
    /// Requests sent, retries included.
    public var calls: Int

    public init(accountID: String, series: [MetricSeries], queries: Int, calls: Int) {
        self.accountID = accountID
        self.series = series
        self.queries = queries
        self.calls = calls
    }
}

/// What is measured.
public enum MetricName: String, Sendable, CaseIterable {
    /// Percent, the average of each period.
    case cpuUtilization = "cpu_utilization"
    /// Bytes in each period.
    case networkIn = "network_in"
    case networkOut = "network_out"
    /// Bytes, once a day.
    case sizeBytes = "size_bytes"
    case objectCount = "object_count"
    /// In each period; there is none where the account does not pay for request metrics.
    case requests
    /// Bytes in each period, the sum of the network's instances.
    case trafficIn = "traffic_in"
    case trafficOut = "traffic_out"
    /// The average of each period.
    case connections
    case freeStorageBytes = "free_storage_bytes"
}

/// One metric of one resource over time.
public struct MetricSeries: Sendable, Equatable {
    public enum Status: String, Sendable {
        /// All that the cloud has of the window; without points it has none, which is not 0.
        case complete
        /// Some points are missing.
        case partial
        /// The account does not allow to read it.
        case denied
        case throttled
        case timedOut = "timed_out"
        /// Nothing came, for another reason.
        case failed
        /// Not asked for: the limit of queries was reached.
        case skipped
        /// The resource has no such metric: no filter counts a bucket's requests, a network has no instances.
        case absent
    }

    public struct Point: Sendable, Equatable {
        /// Of the period's begin.
        public var timestamp: Date
        public var value: Double

        public init(timestamp: Date, value: Double) {
            self.timestamp = timestamp
            self.value = value
        }
    }

    /// `CloudResource.kind` of the target.
    public var kind: String
    public var identifier: String
    public var regionName: String
    public var name: MetricName
    /// Seconds that a point stands for: 300, 3600 in what is older than 63 days, 86,400 for what a bucket holds.
    public var period: Int
    /// Where the numbers come from, such as `AWS/EC2 NetworkIn, sum of 3 instances`.
    public var source: String
    public var status: Status
    /// In order of time, each moment once. Those of a sum are the sum of what its parts had at that moment.
    public var points: [Point]
    /// Why it is not complete, a sentence for the owner of the account.
    public var reason: String?

    public init(
        kind: String, identifier: String, regionName: String, name: MetricName, period: Int, source: String,
        status: Status, points: [Point], reason: String? = nil
    ) {
        self.kind = kind
        self.identifier = identifier
        self.regionName = regionName
        self.name = name
        self.period = period
        self.source = source
        self.status = status
        self.points = points
        self.reason = reason
    }
}
