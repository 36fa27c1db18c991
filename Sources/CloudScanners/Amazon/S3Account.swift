import AWS

/// One account's buckets, as a scan reads them.
struct S3Account: Sendable {
    let s3: S3
    let homeRegion: AWSRegion
    /// Buckets of one region side by side.
    let atOnce: Int

    /// Lists the buckets and finds out where they are.
    /// - Parameter wanted: the regions whose buckets count; empty means all.
    func shelve(_ wanted: [AWSRegion], _ context: AWSCallContext) async -> BucketsByRegion {
        let listing = await s3.listBuckets(from: homeRegion, context)
        var shelves: [AWSRegion: RegionBuckets] = [:]
        var lost = RegionBuckets(region: homeRegion, isCertain: false)
        var gaps: [AWSError] = []
        // An incomplete list says nothing about a region without buckets.
        if listing.failure == nil { for region in wanted { shelves[region] = RegionBuckets(region: region) } }
        let placed = await ConcurrentMap.map(listing.elements, atOnce: atOnce) { bucket in
            (bucket, await place(bucket, context))
        }
        for (bucket, place) in placed {
            switch place {
            case .success(let region):
                guard wanted.isEmpty || wanted.contains(region) else { continue }
                shelves[region, default: RegionBuckets(region: region)].buckets.append(bucket)
            case .failure(let error) where error.isBucketGone: continue
            case .failure(let error):
                lost.buckets.append(bucket)
                gaps.append(error)
            }
        }
        let ordered = shelves.values.sorted { $0.region < $1.region } + (lost.buckets.isEmpty ? [] : [lost])
        return BucketsByRegion(
            shelves: ordered, listed: listing.elements.count, failure: listing.failure, unlisted: listing.gap,
            gaps: gaps)
    }

    func block(_ accountID: String, _ context: AWSCallContext) async -> Result<PublicAccessBlock, AWSError> {
        await Result { () async throws(AWSError) in
            try await s3.accountPublicAccessBlock(accountID, from: homeRegion, context)
        }
    }

    /// - Parameter shelved: says why there may be more buckets than those on the shelf.
    func read(
        _ shelf: RegionBuckets, _ block: Result<PublicAccessBlock, AWSError>, _ shelved: BucketsByRegion,
        _ context: AWSCallContext
    ) async -> RegionResult {
        let read = await ConcurrentMap.map(shelf.buckets, atOnce: atOnce) { bucket in
            await BucketReading(bucket, shelf, s3, context)
        }
        let there = read.filter { !$0.isGone }
        return RegionResult(
            resources: there.map { $0.bucket(block) }, failure: shelved.failure,
            gaps: there.flatMap(\.errors) + [shelved.unlisted].compactMap { $0 }, isListCut: shelved.unlisted != nil)
    }

    private func place(_ bucket: ListedBucket, _ context: AWSCallContext) async -> Result<AWSRegion, AWSError> {
        if let region = bucket.region { return .success(region) }
        return await Result { () async throws(AWSError) in
            try await s3.bucket(bucket.name, in: homeRegion).location(context)
        }
    }
}

extension AWSError {
    /// It was deleted after it was listed.
    var isBucketGone: Bool { code == "NoSuchBucket" }
}
