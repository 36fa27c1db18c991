/// Whose resources to find, and where.
public struct ScanRequest: Sendable {
    public enum Access: Sendable {
        /// A role of the tenant's account, as the tenant gave it, and the external id that we made for the tenant.
        case role(String, externalID: String)
        /// The worker's own account; refused unless the worker was started so that it is allowed.
        case own
    }

    public var access: Access
    /// Empty means every region that the account has enabled.
    public var regions: [String]
    /// Hears of each region when it is done, and of how many there are in all. It must return at once.
    public var onRegion: (@Sendable (RegionOutcome, _ total: Int) -> Void)?

    public init(
        access: Access, regions: [String] = [], onRegion: (@Sendable (RegionOutcome, _ total: Int) -> Void)? = nil
    ) {
        self.access = access
        self.regions = regions
        self.onRegion = onRegion
    }
}
