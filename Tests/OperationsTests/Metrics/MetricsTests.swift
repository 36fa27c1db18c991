import Foundation
import Reactor
import Synchronization
import Testing

@testable import Operations

@Suite("Metrics")
struct MetricsTests {
    @Test("10,000 increments from each of eight threads are exact, and so are a gauge's and a histogram's")
    func exact() async {
        let registry = MetricsRegistry()
        let counters = registry.counter("c_total", help: "c", labels: ["l"])
        let gauge = registry.gauge("g", help: "g")
        let histogram = registry.histogram("h", help: "h", bounds: [1, 2])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for index in 0..<10_000 {
                        counters.labels("x").increment()
                        gauge.add(1)
                        histogram.observe(Double(index % 3) + 0.5)
                    }
                }
            }
        }
        #expect(counters.labels("x").value == 80_000)
        #expect(gauge.value == 80_000)
        #expect(histogram.count == 80_000)
        #expect(histogram.sum == 8 * (3334 * 0.5 + 3333 * 1.5 + 3333 * 2.5))
    }

    @Test("the text has help, type, escaped labels, cumulative buckets, sum and count")
    func text() async {
        let registry = MetricsRegistry()
        registry.setBuildInfo(version: "1.2.3")
        registry.counter("jobs_total", help: "Jobs\nby \\ queue.", labels: ["queue"]).labels("a\"b\\c\nd").increment(
            by: 2)
        registry.gauge("depth", help: "Depth.").set(-1.5)
        let histogram = registry.histogram("wait_seconds", help: "Wait.", labels: ["queue"], bounds: [0.5, 1])
            .labels("scan")
        for value in [0.25, 0.5, 0.75, 9] { histogram.observe(value) }
        histogram.observe(.nan)
        #expect(
            await registry.render() == #"""
                # HELP depth Depth.
                # TYPE depth gauge
                depth -1.5
                # HELP flotilla_build_info The running version, as a label.
                # TYPE flotilla_build_info gauge
                flotilla_build_info{version="1.2.3"} 1
                # HELP jobs_total Jobs\nby \\ queue.
                # TYPE jobs_total counter
                jobs_total{queue="a\"b\\c\nd"} 2
                # HELP wait_seconds Wait.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{queue="scan",le="0.5"} 2
                wait_seconds_bucket{queue="scan",le="1"} 3
                wait_seconds_bucket{queue="scan",le="+Inf"} 4
                wait_seconds_sum{queue="scan"} 10.5
                wait_seconds_count{queue="scan"} 4

                """#)
    }

    @Test("numbers are written as Prometheus reads them")
    func numbers() {
        let texts = [0, 1e6, 0.1, .infinity, -.infinity, .nan, 1e300].map(ExpositionWriter.number)
        #expect(texts == ["0", "1000000", "0.1", "+Inf", "-Inf", "NaN", "1e+300"])
    }

    @Test("a label without bounds costs no more than the cap: the rest counts as other")
    func cardinality() async {
        let registry = MetricsRegistry(maximumSeries: 100)
        let family = registry.counter("c_total", help: "c", labels: ["a", "b"])
        for index in 0..<10_000 { family.labels("\(index)", "x").increment() }
        let lines = await registry.render().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == 101)
        #expect(family.labels("other", "other").value == 9900)
        #expect(family.labels("5", "x").value == 1)
    }

    @Test("asking twice for a name gives the same metric")
    func sameName() {
        let registry = MetricsRegistry()
        registry.counter("c_total", help: "c").increment()
        #expect(registry.counter("c_total", help: "c").value == 1)
    }

    @Test("a collector's numbers are those of the scrape, and two collectors may fill one family")
    func collectors() async {
        let registry = MetricsRegistry()
        let depth = Mutex(0)
        for queue in ["ai", "scan"] {
            registry.collect(queue) {
                let value = depth.withLock { depth in
                    depth += 1
                    return depth
                }
                return [
                    CollectedMetric(
                        "depth", help: "Depth.", labels: ["queue"], samples: [.init([queue], Double(value))])
                ]
            }
        }
        #expect(await registry.render().contains("# TYPE depth gauge\n"))
        let second = await registry.render()
        #expect(second.contains(#/depth\{queue="scan"\} [34]\n/#) && second.contains(#/depth\{queue="ai"\} [34]\n/#))
        #expect(second.ranges(of: "# TYPE depth gauge").count == 1)
    }

    @Test("a collector that hangs or throws is left out, counted, and not asked twice at once", .timeLimit(.minutes(1)))
    func slowCollectors() async {
        struct Failure: Error {}
        let registry = MetricsRegistry()
        let calls = Atomic<Int>(0)
        registry.collect("hung", within: .milliseconds(20)) {
            calls.add(1, ordering: .relaxed)
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
            return []
        }
        registry.collect("broken") { throw Failure() }
        registry.gauge("fine", help: "Fine.").set(1)
        _ = await registry.render()
        let text = await registry.render()
        #expect(text.contains("\nfine 1\n"))
        #expect(text.contains("flotilla_collector_failures_total{collector=\"hung\"} 2\n"))
        #expect(text.contains("flotilla_collector_failures_total{collector=\"broken\"} 2\n"))
        #expect(calls.load(ordering: .relaxed) == 1)
    }
}
