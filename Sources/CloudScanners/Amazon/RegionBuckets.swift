import AWS

/// Buckets that are read at one region's endpoint.
struct RegionBuckets: Sendable {
    var region: AWSRegion
    /// False for buckets whose region could not be read: they are looked for here, and AWS says where they are.
    var isCertain = true
    var buckets: [ListedBucket] = []

    var name: String { isCertain ? region.name : "unknown" }
}

/// An account's buckets by region.
struct BucketsByRegion: Sendable {
    var shelves: [RegionBuckets]
    /// All that were listed, of whatever region.
    var listed: Int
    /// Why there may be more buckets.
    var failure: AWSError?
    /// That some of the list's items could not be read; nil when all could.
    var unlisted: AWSError?
    /// Why the region of some is not known.
    var gaps: [AWSError]

    /// The row of the list itself, and of what holds for the whole account.
    func outcome(_ block: Result<PublicAccessBlock, AWSError>, calls: Int) -> RegionOutcome {
        var haul = RegionResult(
            failure: failure, gaps: gaps + [unlisted].compactMap { $0 }, isListCut: unlisted != nil)
        if let error = block.error { haul.gaps.append(error) }
        var outcome = haul.outcome("s3", "global", calls: calls)
        outcome.resources = listed
        if failure != nil, listed > 0 { (outcome.status, outcome.cause) = (.partial, outcome.status) }
        return outcome
    }
}
