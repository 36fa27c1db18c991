/// How the scan of one region ended.
public struct RegionOutcome: Sendable, Equatable {
    public enum Status: String, Sendable {
        /// Complete: what is not among the resources does not exist.
        case ok
        case denied, throttled
        case timedOut = "timed_out"
        /// The account has not enabled the region.
        case disabled
        case failed
    }

    public var region: String
    public var status: Status
    /// Found in this region; 0 unless it is complete.
    public var resources: Int
    /// Requests sent to the cloud, retries included.
    public var calls: Int
    /// A sentence for the owner of the account, nil when complete.
    public var reason: String?
}
