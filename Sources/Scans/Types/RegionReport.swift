/// How a run's look at one region ended: a line of the completeness table.
public struct RegionReport: Sendable, Codable, Equatable {
    public enum Status: String, Sendable, Codable, CaseIterable {
        /// Complete: what is not among the resources does not exist.
        case ok
        /// Some of it could be read.
        case partial
        case denied, throttled
        case timedOut = "timed_out"
        /// The account has not enabled the region.
        case disabled
        case failed
    }

    /// The region of a service whose resources are listed for the whole account at once. When it is complete, what is
    /// in no other region that is named beside it and not complete does not exist.
    public static let global = "global"

    public var region: String
    public var status: Status
    public var resources: Int
    /// Requests sent to the cloud, retries included.
    public var calls: Int
    /// A sentence for the owner of the account, nil when complete.
    public var reason: String?

    public init(region: String, status: Status, resources: Int, calls: Int, reason: String? = nil) {
        self.region = region
        self.status = status
        self.resources = resources
        self.calls = calls
        self.reason = reason
    }
}
