import AWS

/// Reads many regions side by side, each within its own limit: AWS limits calls per region, so one never waits for
/// another.
struct RegionSweep: Sendable {
    let service: String
    let limit: Duration
    let atOnce: Int
    let deadline: ContinuousClock.Instant
    let credentials: any AWSCredentialsProvider
    var onRegion: (@Sendable (RegionOutcome, _ total: Int) -> Void)?

    struct Result: Sendable {
        var outcomes: [RegionOutcome] = []
        var resources: [any CloudResource] = []
    }

    /// - Parameter name: what the region is called in its outcome.
    /// - Returns: an outcome for each region, in the order given, and what was found.
    func read<Region: Sendable>(
        _ regions: [Region], name: @escaping @Sendable (Region) -> String,
        _ read: @escaping @Sendable (Region, AWSCallContext) async -> RegionResult
    ) async -> Result {
        let parts = await ConcurrentMap.map(regions, atOnce: atOnce) { region in
            let context = AWSCallContext(credentials: credentials, deadline: min(deadline, .now + limit))
            let haul = await read(region, context)
            let outcome = haul.outcome(service, name(region), calls: context.counter.count)
            onRegion?(outcome, regions.count)
            return (outcome, haul.resources)
        }
        return parts.reduce(into: Result()) { result, part in
            result.outcomes.append(part.0)
            result.resources += part.1
        }
    }
}
