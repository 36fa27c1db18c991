/// How the scan of one service in one region ended: a row of the completeness table.
public struct RegionOutcome: Sendable, Equatable {
    public enum Status: String, Sendable, Codable, CaseIterable {
        /// Complete: what is not among the resources does not exist, and all that is said of them was read.
        case ok
        /// Some was read. `cause` says what stopped the rest, `isWholeList` whether resources may be missing.
        case partial
        case denied, throttled
        case timedOut = "timed_out"
        /// The account has not enabled the region.
        case disabled
        case failed
    }

    /// The region of a service whose resources are listed for the whole account at once. When its list is whole, and no
    /// regions were asked for, what is in no other region that is named beside it with a list that is cut does not exist.
    public static let global = "global"
    /// That of resources whose region could not be read.
    public static let unplaced = "unknown"

    /// Such as `ec2`.
    public var service: String
    /// A region of the cloud, `global` or `unplaced`.
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

    /// - Parameter isWholeList: where the status is `ok`, unless it is given.
    public init(
        service: String, region: String, status: Status = .ok, cause: Status? = nil, isWholeList: Bool? = nil,
        resources: Int = 0, calls: Int = 0, reason: String? = nil
    ) {
        self.service = service
        self.region = region
        self.status = status
        self.cause = cause
        self.isWholeList = isWholeList ?? (status == .ok)
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

extension RegionOutcome: Codable {
    private enum CodingKeys: String, CodingKey {
        case service, region, status, cause, resources, calls, reason
        case isWholeList = "whole_list"
    }

    /// Rows of earlier versions lack the service, the cause and whether the list is whole.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            service: try fields.decodeIfPresent(String.self, forKey: .service) ?? "",
            region: try fields.decode(String.self, forKey: .region),
            status: try fields.decode(Status.self, forKey: .status),
            cause: try fields.decodeIfPresent(Status.self, forKey: .cause),
            isWholeList: try fields.decodeIfPresent(Bool.self, forKey: .isWholeList),
            resources: try fields.decode(Int.self, forKey: .resources),
            calls: try fields.decode(Int.self, forKey: .calls),
            reason: try fields.decodeIfPresent(String.self, forKey: .reason))
    }
}
