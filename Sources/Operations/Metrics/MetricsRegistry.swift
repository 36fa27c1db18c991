import Synchronization

/// The metrics of one process, and their text for a scraper.
///
/// Asking twice for a name gives the same family, so that a metric needs no owner.
public final class MetricsRegistry: Sendable {
    private struct State {
        var families: [String: any AnyMetricFamily] = [:]
        var collectors: [MetricsCollector] = []
    }

    private let maximumSeries: Int
    private let state = Mutex(State())

    /// - Parameter maximumSeries: combinations of label values that one family keeps apart.
    public init(maximumSeries: Int = 1000) {
        self.maximumSeries = maximumSeries
    }

    // MARK: Families

    public func counter(_ name: String, help: String, labels: [String]) -> MetricFamily<Counter> {
        family(name, help, .counter, labels) { Counter() }
    }

    public func counter(_ name: String, help: String) -> Counter {
        counter(name, help: help, labels: []).labels()
    }

    public func gauge(_ name: String, help: String, labels: [String]) -> MetricFamily<Gauge> {
        family(name, help, .gauge, labels) { Gauge() }
    }

    public func gauge(_ name: String, help: String) -> Gauge {
        gauge(name, help: help, labels: []).labels()
    }

    public func histogram(
        _ name: String, help: String, labels: [String], bounds: [Double] = Histogram.seconds
    ) -> MetricFamily<Histogram> {
        family(name, help, .histogram, labels) { Histogram(bounds: bounds) }
    }

    public func histogram(_ name: String, help: String, bounds: [Double] = Histogram.seconds) -> Histogram {
        histogram(name, help: help, labels: [], bounds: bounds).labels()
    }

    /// `flotilla_build_info{version="…"} 1`.
    public func setBuildInfo(version: String) {
        gauge("flotilla_build_info", help: "The running version, as a label.", labels: ["version"])
            .labels(version).set(1)
    }

    private func family<Cell>(
        _ name: String, _ help: String, _ kind: MetricKind, _ labels: [String], _ make: @escaping @Sendable () -> Cell
    ) -> MetricFamily<Cell> {
        state.withLock { state in
            if let known = state.families[name] as? MetricFamily<Cell>, known.labelNames == labels { return known }
            precondition(state.families[name] == nil, "\(name) exists with another type or other labels")
            let family = MetricFamily(
                name: name, help: help, kind: kind, labelNames: labels, maximumSeries: maximumSeries, make: make)
            state.families[name] = family
            return family
        }
    }

    // MARK: Scrape

    /// Adds numbers that are asked for at each scrape. A collector that throws or exceeds its limit is left out of that
    /// scrape, counted in `flotilla_collector_failures_total`, and not asked again while it is still busy.
    public func collect(
        _ name: String, within limit: Duration = .milliseconds(500),
        _ body: @escaping @Sendable () async throws -> [CollectedMetric]
    ) {
        let failures = counter(
            "flotilla_collector_failures_total", help: "Scrapes that went without a collector's numbers.",
            labels: ["collector"]
        ).labels(name)
        state.withLock { $0.collectors.append(MetricsCollector(limit: limit, failures: failures, body: body)) }
    }

    /// Families by name. Ends within the longest limit of a collector.
    public func render(_ format: MetricsFormat = .text) async -> String {
        let collectors = state.withLock { $0.collectors }
        let collected = await withTaskGroup(of: [CollectedMetric].self) { group in
            for collector in collectors { group.addTask { await collector.collect() } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let families = state.withLock { $0.families }
        let additional = Dictionary(collected.map { ($0.name, $0) }) { first, second in
            var merged = first
            merged.samples += second.samples
            return merged
        }
        var writer = ExpositionWriter(format)
        for name in Set(families.keys).union(additional.keys).sorted() {
            if let family = families[name] {
                family.render(into: &writer)
            } else {
                additional[name]?.render(into: &writer)
            }
        }
        writer.end()
        return writer.text
    }
}

/// A family of any cell, as the registry keeps it.
private protocol AnyMetricFamily: Sendable {
    func render(into writer: inout ExpositionWriter)
}

extension MetricFamily: AnyMetricFamily {}
