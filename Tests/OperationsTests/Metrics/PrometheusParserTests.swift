import Foundation
import Testing

@testable import Operations

/// The parser of the Python client, in an environment of its own.
private enum PrometheusParser {
    static let version = "0.26.0"

    private static var folder: URL {
        URL(filePath: CurrentProcess.executablePath).deletingLastPathComponent()
            .appending(path: "prometheus-client-\(version)")
    }

    static var python: String { folder.appending(path: "bin/python3").path }

    /// Installs it once; false when that cannot be done here.
    static func prepare() async -> Bool {
        if await succeeds(python, ["-c", "import prometheus_client"]) { return true }
        guard await succeeds("python3", ["-m", "venv", folder.path]) else { return false }
        return await succeeds(python, ["-m", "pip", "install", "--quiet", "prometheus-client==\(version)"])
    }

    private static func succeeds(_ program: String, _ arguments: [String]) async -> Bool {
        let child = try? ChildProcess.spawn(
            executable: program, arguments: arguments, standardOutput: .null, standardError: .null,
            on: TestSupport.loop)
        return await child?.terminated(after: .seconds(45)).isSuccess ?? false
    }
}

@Suite("OpenMetrics as others read it", .enabled("prometheus-client is needed") { await PrometheusParser.prepare() })
struct OpenMetricsParserTests {
    @Test("the Python client's strict parser takes every family, and each bucket's exemplar", .timeLimit(.minutes(1)))
    func roundTrip() async throws {
        let registry = MetricsRegistry()
        registry.setBuildInfo(version: "1.0")
        registry.counter("flotilla_jobs_enqueued_total", help: "A \"help\" \\ of\ntwo lines.", labels: ["queue"])
            .labels("q\"\\\n").increment(by: 7)
        registry.counter("odd", help: "A counter of another name.").increment()
        let histogram = registry.histogram("flotilla_job_duration_seconds", help: "Runs.", bounds: [0.5, 1, 300])
        histogram.observe(0.25)
        for trace in ["b", "a"] {
            histogram.observe(0.75, as: Exemplar(traceID: trace, spanID: "s"))
        }
        histogram.observe(1e9, as: Exemplar(traceID: "c", spanID: "s"))
        let script = """
            import json, sys
            from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
            print(json.dumps([[f.name, f.type, [[s.name, s.labels, s.value,
                s.exemplar and [s.exemplar.labels, s.exemplar.value]] for s in f.samples]] for f in parse(sys.stdin.read())]))
            """
        let text = await registry.render(.openMetrics)
        let answer = try await TestSupport.inTemporaryDirectory { directory in
            let file = directory.appending(path: "metrics")
            try Data(text.utf8).write(to: file)
            let input = DescriptorHandle(taking: open(file.path, O_RDONLY))
            let child = try ChildProcess.spawn(
                executable: PrometheusParser.python, arguments: ["-c", script],
                descriptors: [0: input.number], standardOutput: .pipe, maximumLineBytes: 1 << 20, on: TestSupport.loop)
            let lines = await TestSupport.lines(of: child.standardOutput)
            #expect(await child.ended() == .exited(0), "\(text)")
            return lines.joined()
        }
        let families = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [[Any]])
        #expect(
            families.map { "\($0[0]) \($0[1])" } == [
                "flotilla_build_info gauge", "flotilla_job_duration_seconds histogram",
                "flotilla_jobs_enqueued counter",
                "odd unknown",
            ])
        let samples = try #require(families[1][2] as? [[Any]])
        #expect(samples.compactMap { ($0[1] as? [String: String])?["le"] } == ["0.5", "1.0", "300.0", "+Inf"])
        let traces = samples.map { (($0[3] as? [Any])?[0] as? [String: String])?["trace_id"] }
        #expect(traces == [nil, "a", nil, "c", nil, nil], "the last of each bucket")
    }

    @Test(
        "a scraper gets the format that it prefers",
        arguments: [
            ("", MetricsFormat.text), ("*/*", .text), ("text/plain", .text),
            ("application/openmetrics-text", .openMetrics),
            ("application/openmetrics-text; version=1.0.0", .openMetrics),
            ("application/openmetrics-text;version=2.0.0", .text), ("application/openmetrics-text;q=0", .text),
            ("application/openmetrics-text;q=0.2,text/plain;q=0.3", .text),
            (
                "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                .openMetrics
            ),
        ])
    func formats(accept: String, format: MetricsFormat) {
        #expect(MetricsFormat(accepting: [accept]) == format)
    }
}

@Suite("The exposition as others read it", .enabled("prometheus-client is needed") { await PrometheusParser.prepare() })
struct PrometheusParserTests {
    @Test("the Python client's parser reads back every family, label and number", .timeLimit(.minutes(1)))
    func roundTrip() async throws {
        let registry = MetricsRegistry()
        registry.setBuildInfo(version: "1.0")
        let evil = "q\"\\\n{},= é"
        registry.counter(
            "flotilla_jobs_enqueued_total", help: "A \"help\" \\ of\ntwo lines.", labels: ["queue", "kind"]
        )
        .labels(evil, "k").increment(by: 7)
        let histogram = registry.histogram("flotilla_job_wait_seconds", help: "Wait.", labels: ["queue"])
        for value in [0.0001, 0.3, 1e9] { histogram.labels("scan").observe(value) }
        registry.gauge("odd", help: "", labels: ["l"]).labels("").set(-.infinity)
        let text = await registry.render()
        let script = """
            import json, sys
            from prometheus_client.parser import text_string_to_metric_families as parse
            print(json.dumps([[f.name, f.type, f.documentation, [[s.name, s.labels, str(float(s.value))] for s in f.samples]]
                for f in parse(sys.stdin.read())]))
            """
        let answer = try await TestSupport.inTemporaryDirectory { directory in
            let file = directory.appending(path: "metrics")
            try Data(text.utf8).write(to: file)
            let input = DescriptorHandle(taking: open(file.path, O_RDONLY))
            let child = try ChildProcess.spawn(
                executable: PrometheusParser.python, arguments: ["-c", script],
                descriptors: [0: input.number], standardOutput: .pipe, maximumLineBytes: 1 << 20, on: TestSupport.loop)
            let lines = await TestSupport.lines(of: child.standardOutput)
            #expect(await child.ended() == .exited(0))
            return lines.joined()
        }
        let families = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [[Any]])
        #expect(
            families.map { $0[0] as? String } == [
                "flotilla_build_info", "flotilla_job_wait_seconds", "flotilla_jobs_enqueued", "odd",
            ])
        #expect(families.map { $0[1] as? String } == ["gauge", "histogram", "counter", "gauge"])
        #expect(families[2][2] as? String == "A \"help\" \\ of\ntwo lines.")
        let enqueued = try #require((families[2][3] as? [[Any]])?.first)
        #expect(enqueued[1] as? [String: String] == ["queue": evil, "kind": "k"] && enqueued[2] as? String == "7.0")
        let buckets = try #require(families[1][3] as? [[Any]])
        #expect(buckets.count == Histogram.seconds.count + 3)
        #expect(buckets.last?[2] as? String == "3.0")
        #expect((families[3][3] as? [[Any]])?.first?[2] as? String == "-inf")
    }
}
