/// Which role to assume, and as whom.
public struct AssumeRoleRequest: Sendable {
    public var role: RoleARN
    /// 2 to 1224 of `[\w+=,.@:/-]`: made by us for each tenant, so that no tenant can have us assume another's role.
    public var externalID: String
    /// 2 to 64 of `[\w+=,.@-]`; appears in the tenant's CloudTrail.
    public var sessionName: String
    /// 900 to 43,200 s; at most an hour when our own key is a role's.
    public var duration: Duration

    public init(role: RoleARN, externalID: String, sessionName: String, duration: Duration = .seconds(900)) {
        self.role = role
        self.externalID = externalID
        self.sessionName = sessionName
        self.duration = duration
    }
}

/// What AssumeRole gave.
public struct AssumedRole: Sendable {
    public var credentials: AWSCredentials
    /// The account that the session acts in.
    public var accountID: String
}

/// Who a key belongs to.
public struct CallerIdentity: Sendable, Equatable {
    public var accountID: String
    public var arn: String
}
