import AWS

/// Reads many regions side by side, each within its own limit: AWS limits calls per region, so one never waits for
/// another.
struct RegionSweep: Sendable {
    let limit: Duration
    let atOnce: Int
    let deadline: ContinuousClock.Instant
    let credentials: any AWSCredentialsProvider
    var onRegion: (@Sendable (RegionOutcome, _ total: Int) -> Void)?

    struct Result: Sendable {
        var outcomes: [RegionOutcome] = []
        var resources: [any CloudResource] = []
    }

    /// - Returns: an outcome for each region, in the order given, and the resources of the complete ones.
    func read(
        _ regions: [AWSRegion],
        _ read: @escaping @Sendable (AWSRegion, AWSCallContext) async throws(AWSError) -> [any CloudResource]
    ) async -> Result {
        let parts = await withTaskGroup(of: (Int, RegionOutcome, [any CloudResource]).self) { group in
            var parts = [(RegionOutcome, [any CloudResource])?](repeating: nil, count: regions.count)
            for (index, region) in regions.enumerated() {
                if index >= max(1, atOnce), let done = await group.next() { parts[done.0] = (done.1, done.2) }
                group.addTask {
                    let (outcome, resources) = await self.readOne(region, read)
                    self.onRegion?(outcome, regions.count)
                    return (index, outcome, resources)
                }
            }
            for await done in group { parts[done.0] = (done.1, done.2) }
            return parts
        }
        return parts.reduce(into: Result()) { result, part in
            guard let part else { return }
            result.outcomes.append(part.0)
            result.resources += part.1
        }
    }

    private func readOne(
        _ region: AWSRegion,
        _ read: (AWSRegion, AWSCallContext) async throws(AWSError) -> [any CloudResource]
    ) async -> (RegionOutcome, [any CloudResource]) {
        let context = AWSCallContext(credentials: credentials, deadline: min(deadline, .now + limit))
        var outcome = RegionOutcome(region: region.name, status: .ok, resources: 0, calls: 0)
        do throws(AWSError) {
            let resources = try await read(region, context)
            outcome.calls = context.counter.count
            outcome.resources = resources.count
            return (outcome, resources)
        } catch {
            outcome.calls = context.counter.count
            outcome.status = Self.status(error)
            outcome.reason = error.sentence
            return (outcome, [])
        }
    }

    private static func status(_ error: AWSError) -> RegionOutcome.Status {
        switch error.kind {
        case .accessDenied: .denied
        case .throttled: .throttled
        case .timedOut: .timedOut
        case .regionDisabled: .disabled
        default: .failed
        }
    }
}
