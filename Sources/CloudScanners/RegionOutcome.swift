/// How the scan of one service in one region ended: a row of the completeness table.
public struct RegionOutcome: Sendable, Equatable {
    public enum Status: String, Sendable {
        /// Complete: what is not among the resources does not exist, and all that is told of them was read.
        case ok
        /// Some was read. `cause` says what stopped the rest, `isWholeList` whether resources may be missing.
        case partial
        case denied, throttled
        case timedOut = "timed_out"
        /// The account has not enabled the region.
        case disabled
        case failed
    }

    /// Such as `ec2`.
    public var service: String
    /// A region of the cloud; `global` for what an account has once, such as the list of its buckets; `unknown` for
    /// buckets whose region could not be read.
    public var region: String
    public var status: Status
    /// What stopped the rest of a `partial` one: `denied`, `throttled`, `timed_out`, `disabled` or `failed`.
    public var cause: Status?
    /// False when there may be resources that are not among those found: nothing can be said to be gone then.
    public var isWholeList: Bool
    /// What is missing are single items that could not be read, or that the account does not allow to read.
    public var isOnlyOdd = false
    /// Found in this region.
    public var resources: Int
    /// Requests sent to the cloud, retries included.
    public var calls: Int
    /// A sentence for the owner of the account, nil when complete.
    public var reason: String?

    public init(
        service: String, region: String, status: Status = .ok, cause: Status? = nil, isWholeList: Bool = true,
        resources: Int = 0, calls: Int = 0, reason: String? = nil
    ) {
        self.service = service
        self.region = region
        self.status = status
        self.cause = cause
        self.isWholeList = isWholeList
        self.resources = resources
        self.calls = calls
        self.reason = reason
    }

    /// All that can be had: what is missing is what the account's owner has not allowed to read, or odd items. Asking
    /// again would not help.
    var isAsGoodAsAllowed: Bool {
        status == .ok || isOnlyOdd || (status == .partial && isWholeList && cause == .denied)
    }
}
