import AWS

/// The road of a service that is asked region by region: open the account, find out its regions, read them side by
/// side.
struct RegionalScan: Sendable {
    let scanning: AWSScanning
    /// Such as `ec2`.
    let service: String

    func findings(
        _ request: ScanRequest, until deadline: ContinuousClock.Instant,
        _ read: @escaping @Sendable (AWSRegion, AWSCallContext) async -> RegionResult
    ) async throws -> ScanInventory {
        let given = try AWSRegions.parse(request.regions, in: scanning.homeRegion.partition)
        let opening = min(deadline, .now + scanning.regionLimit)
        let session = try await AWSAccountSession(request.access, scanning, until: opening)
        // Who answers is asked beside what there is, to save a round trip; nothing is returned until both are known.
        async let identity = session.accountID(until: opening)
        async let sweeping = sweep(given, session, opening, deadline, request.onRegion, read)
        let (accountID, swept) = try await (identity, sweeping)
        if Task.isCancelled { throw ScanError(.cancelled, "The scan was cancelled.") }
        return ScanInventory(
            accountID: accountID, regions: swept.outcomes, resources: swept.resources,
            regionLimit: .now < deadline ? scanning.regionLimit : nil)
    }

    private func sweep(
        _ given: [AWSRegion], _ session: AWSAccountSession, _ opening: ContinuousClock.Instant,
        _ deadline: ContinuousClock.Instant, _ onRegion: (@Sendable (RegionOutcome, _ total: Int) -> Void)?,
        _ read: @escaping @Sendable (AWSRegion, AWSCallContext) async -> RegionResult
    ) async throws -> RegionSweep.Result {
        var regions = given
        var odd: AWSError?
        if regions.isEmpty {
            let context = AWSCallContext(credentials: session.credentials, deadline: opening)
            do {
                let listing = try await EC2(client: scanning.client).describeRegions(
                    from: scanning.homeRegion, context)
                (regions, odd) = (listing.elements, listing.gap)
            } catch {
                throw ScanError(opening: error)
            }
        }
        let sweep = RegionSweep(
            service: service, limit: scanning.regionLimit, atOnce: scanning.regionsAtOnce, deadline: deadline,
            credentials: session.credentials, onRegion: onRegion)
        var result = await sweep.read(regions, name: \.name, read)
        if let odd {
            var unnamed = RegionOutcome(
                service: service, region: RegionOutcome.unplaced, status: .failed, isWholeList: false)
            (unnamed.reason, unnamed.isOnlyOdd) = (odd.sentence, true)
            result.outcomes.append(unnamed)
        }
        return result
    }
}
