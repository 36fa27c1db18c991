import AWS

/// Finds the buckets of an account: one list for all of them, then each at its own region's endpoint.
///
/// The outcomes are one row `global` for the list and what holds for the whole account, and one for each region that
/// has buckets or was asked for. A bucket of which something could not be read is there, and says what is unknown.
struct S3Scanner: CloudScanner {
    let scanning: AWSScanning

    func scan(_ request: ScanRequest, until deadline: ContinuousClock.Instant) async throws -> ScanInventory {
        let wanted = try AWSRegions.parse(request.regions, in: scanning.homeRegion.partition)
        let opening = min(deadline, .now + scanning.regionLimit)
        let session = try await AWSAccountSession(request.access, scanning, until: opening)
        let context = AWSCallContext(credentials: session.credentials, deadline: opening)
        let account = S3Account(
            s3: S3(client: scanning.client), homeRegion: scanning.homeRegion, atOnce: scanning.bucketsAtOnce)
        // Who answers is asked beside what there is, to save round trips; nothing is returned until both are known.
        async let shelving = account.shelve(wanted, context)
        async let identity = session.accountID(until: opening)
        let block =
            if let expected = session.expectedAccountID {
                await account.block(expected, context)
            } else {
                await account.block(try await identity, context)
            }
        let accountID = try await identity
        let shelved = await shelving

        let sweep = RegionSweep(
            service: "s3", limit: scanning.regionLimit, atOnce: scanning.regionsAtOnce, deadline: deadline,
            credentials: session.credentials, onRegion: request.onRegion)
        let swept = await sweep.read(shelved.shelves, name: \.name) { shelf, context in
            await account.read(shelf, block, shelved, context)
        }
        if Task.isCancelled { throw ScanError(.cancelled, "The scan was cancelled.") }
        let global = shelved.outcome(block, calls: context.counter.count)
        return ScanInventory(
            accountID: accountID, regions: [global] + swept.outcomes, resources: swept.resources,
            regionLimit: .now < deadline ? scanning.regionLimit : nil)
    }
}
