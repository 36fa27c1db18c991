/// An account that signed up, and its first user.
public struct Tenant: Sendable {
    public let caller: Caller
    public let id: String
    /// What its role has to ask for.
    public let externalID: String
}
