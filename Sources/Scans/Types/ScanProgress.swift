public import CloudScanners

/// How far a run has come: the checkpoint of its job, which the scan's answer shows until the receipt is there.
public struct ScanProgress: Sendable, Codable, Equatable {
    /// How many regions there are to look at.
    public var total: Int
    /// Those that are done, in the order in which they ended.
    public var regions: [RegionOutcome]

    public init(total: Int, regions: [RegionOutcome] = []) {
        self.total = total
        self.regions = regions
    }
}
