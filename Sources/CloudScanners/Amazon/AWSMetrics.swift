import AWS
import Foundation

/// The road of a reading of metrics: open the account, plan what each target needs, ask each region's CloudWatch.
struct AWSMetrics: Sendable {
    let scanning: AWSScanning
    let kind: String
    /// What need not be asked for.
    var known: [MetricQuery: MetricData] = [:]
    /// What to ask for the targets of one region, in the order of the targets.
    let plan: @Sendable ([MetricTarget], AWSRegion, MetricScope, AWSCallContext) async -> [MetricPlan]

    func read(_ request: MetricsRequest, until deadline: ContinuousClock.Instant) async throws -> MetricsReading {
        let regions = try AWSRegions.parse(request.targets.map(\.regionName), in: scanning.homeRegion.partition)
        let opening = min(deadline, .now + scanning.regionLimit)
        let session = try await AWSAccountSession(request.access, scanning, until: opening)
        let accountID = try await session.accountID(until: opening)
        let scope = MetricScope(request, now: Date())
        let counter = CallCounter()
        @Sendable func context() -> AWSCallContext {
            AWSCallContext(
                credentials: session.credentials, deadline: min(deadline, .now + scanning.regionLimit),
                counter: counter)
        }
        let byRegion = Dictionary(grouping: request.targets, by: \.regionName)
        let planned = await ConcurrentMap.map(regions, atOnce: scanning.regionsAtOnce) { region in
            (region, await plan(byRegion[region.name] ?? [], region, scope, context()))
        }
        let allowed = within(request.maximumQueries, planned)
        let read = await ConcurrentMap.map(allowed, atOnce: scanning.regionsAtOnce) { part in
            await series(part, scope, context())
        }
        if Task.isCancelled { throw ScanError(.cancelled, "The reading was cancelled.") }
        let all = Dictionary(grouping: read.joined()) { "\($0.regionName)/\($0.identifier)" }
        var seen: Set<MetricTarget> = []
        let ordered = request.targets.filter { seen.insert($0).inserted }.flatMap { target in
            all["\(target.regionName)/\(target.identifier)"] ?? []
        }
        let queries = allowed.flatMap(\.plans).filter(\.isAllowed).reduce(0) { $0 + unknown($1.plan).count }
        return MetricsReading(accountID: accountID, series: ordered, queries: queries, calls: counter.count)
    }

    private struct Part: Sendable {
        var region: AWSRegion
        var plans: [(plan: MetricPlan, isAllowed: Bool)]
    }

    /// A target is read with all its metrics or not at all.
    private func within(_ limit: Int, _ planned: [(AWSRegion, [MetricPlan])]) -> [Part] {
        var left = limit
        return planned.map { region, plans in
            let costs = plans.reduce(into: [:]) { $0[$1.target, default: 0] += unknown($1).count }
            var isAllowed: [MetricTarget: Bool] = [:]
            for plan in plans where isAllowed[plan.target] == nil {
                let cost = costs[plan.target] ?? 0
                isAllowed[plan.target] = cost <= left
                if cost <= left { left -= cost }
            }
            return Part(region: region, plans: plans.map { ($0, isAllowed[$0.target] ?? false) })
        }
    }

    private func unknown(_ plan: MetricPlan) -> [MetricQuery] { plan.queries.filter { known[$0] == nil } }

    private func series(_ part: Part, _ scope: MetricScope, _ context: AWSCallContext) async -> [MetricSeries] {
        let asked = part.plans.filter(\.isAllowed).map(\.plan)
        var answers: [Int: [MetricQuery: MetricData]] = [:]
        // Each period has a window of its own.
        for period in Set(asked.map(\.period)).sorted() {
            let queries = asked.filter { $0.period == period }.flatMap(unknown)
            let data = await CloudWatch(client: scanning.client).getMetricData(
                queries, from: scope.from(period), to: scope.to, in: part.region, context)
            answers[period] = known.merging(zip(queries, data)) { first, _ in first }
        }
        return part.plans.map { plan, isAllowed in
            if let failure = plan.failure {
                return plan.series(kind, MetricPlan.status(.broken(failure)), failure.sentence)
            }
            if let absence = plan.absence { return plan.series(kind, .absent, absence) }
            guard isAllowed else {
                return plan.series(kind, .skipped, "The limit of metrics for one reading was reached.")
            }
            return plan.series(kind, plan.queries.compactMap { answers[plan.period]?[$0] })
        }
    }
}
