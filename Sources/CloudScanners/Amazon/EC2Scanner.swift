import AWS

/// Finds the instances of an account.
struct EC2Scanner: CloudScanner {
    let scanning: AWSScanning

    func scan(_ request: ScanRequest, until deadline: ContinuousClock.Instant) async throws -> ScanFindings {
        let given = try AWSRegions.parse(request.regions, in: scanning.homeRegion.partition)
        let opening = min(deadline, .now + scanning.regionLimit)
        let session = try await AWSAccountSession(request.access, scanning, until: opening)
        // Who answers is asked beside what there is, to save a round trip; nothing is returned until both are known.
        async let identity = session.accountID(until: opening)
        async let sweeping = sweep(given, session, opening, deadline, request.onRegion)
        let (accountID, swept) = try await (identity, sweeping)
        if Task.isCancelled { throw ScanError(.cancelled, "The scan was cancelled.") }
        return ScanFindings(
            accountID: accountID, regions: swept.outcomes, resources: swept.resources,
            regionLimit: scanning.regionLimit)
    }

    private func sweep(
        _ given: [AWSRegion], _ session: AWSAccountSession, _ opening: ContinuousClock.Instant,
        _ deadline: ContinuousClock.Instant, _ onRegion: (@Sendable (RegionOutcome, _ total: Int) -> Void)?
    ) async throws -> RegionSweep.Result {
        let ec2 = EC2(client: scanning.client, pageSize: scanning.pageSize)
        var regions = given
        if regions.isEmpty {
            let context = AWSCallContext(credentials: session.credentials, deadline: opening)
            do {
                regions = try await ec2.describeRegions(from: scanning.homeRegion, context)
            } catch {
                throw ScanError(opening: error)
            }
        }
        let sweep = RegionSweep(
            limit: scanning.regionLimit, atOnce: scanning.regionsAtOnce, deadline: deadline,
            credentials: session.credentials, onRegion: onRegion)
        return await sweep.read(regions) { region, context async throws(AWSError) in
            try await ec2.describeInstances(in: region, context)
        }
    }
}

extension EC2Instance: CloudResource {
    public static var kind: String { "ec2_instance" }
    public var identifier: String { instanceID }
    public var regionName: String { region.name }
}
