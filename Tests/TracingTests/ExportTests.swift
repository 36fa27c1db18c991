import Foundation
import Operations
import Testing
import TraceTestSupport

@testable import Tracing

/// An exporter that runs, with figures and duties of its own.
private struct Exporting {
    let exporter: SpanExporter
    let duties = FailingDuties()
    let registry = MetricsRegistry()
    private let running: Task<Void, any Error>

    init(_ url: String, _ settings: [String: String] = [:]) throws {
        let configuration = try #require(
            try TracingConfiguration.read(["OTEL_EXPORTER_OTLP_ENDPOINT": url].merging(settings) { $1 }))
        let exporter = SpanExporter(
            configuration, program: "test", version: "1", registry: registry, duties: duties,
            logger: Logger(label: "test", level: .error, sink: MemoryLogSink()))
        self.exporter = exporter
        running = Task { try await exporter.run() }
    }

    func record(_ name: String) {
        let root = exporter.tracer.root()
        exporter.tracer.span(name, .internal, root, childOf: nil).end()
    }

    func stop() async throws {
        await exporter.stop(by: .now + .seconds(5))
        try await running.value
    }

    func count(_ name: String) async -> Int {
        let line = await registry.render().split(separator: "\n").first { $0.hasPrefix("\(name) ") }
        return line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? 0
    }
}

extension TracingConfiguration {
    fileprivate static func read(_ environment: [String: String]) throws -> TracingConfiguration? {
        let reader = ConfigurationReader(
            environment: environment, arguments: [], directory: "/", known: Variable.ofEveryFleet)
        return try ConfigurationReader.read(from: reader) { TracingConfiguration(&$0) }
    }
}

@Suite("Traces on their way to a collector") struct ExportTests {
    @Test("a span arrives whole: ids, parent, links, kind, times, attributes, error, and what all of a process share")
    func whole() async throws {
        let collector = try await TraceCollector()
        defer { collector.stop() }
        let test = try Exporting(
            collector.url + "/",
            [
                "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=a%20b,service.version=9",
                "OTEL_SERVICE_NAME": "mine", "OTEL_EXPORTER_OTLP_HEADERS": "api-key=se%3Dcret",
            ])
        let parent = try #require(
            SpanContext(traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", state: "a=1,b=2"))
        let other = SpanContext(
            traceID: SpanContext.TraceID(high: 1, low: 2), spanID: 0xF000_0000_0000_0003, isSampled: true)
        var span = test.exporter.tracer.span(
            "GET größe", .client, childOf: parent, linkedTo: [other],
            [("text", "é"), ("number", -7), ("none", 0), ("empty", ""), ("list", .strings(["a", "b"]))])
        span.fail("503")
        let context = span.context
        span.end()
        try await test.stop()
        let spans = try await collector.spans()
        let sent = try #require(spans.first)
        #expect(spans.count == 1)
        #expect(sent.trace == "0af7651916cd43dd8448eb211c80319c" && sent.parent == "b7ad6b7169203331")
        #expect(context.traceParent == "00-\(sent.trace)-\(sent.id)-01")
        #expect(sent.state == "a=1,b=2" && sent.name == "GET größe" && sent.kind == "CLIENT")
        #expect(sent.links == [.init(trace: "00000000000000010000000000000002", id: "f000000000000003")])
        #expect(
            sent.attributes == [
                "text": "é", "number": "-7", "none": "0", "empty": "", "list": "a,b", "error.type": "503",
            ])
        #expect(sent.status == "ERROR" && sent.end >= sent.start && sent.start > 1_600_000_000_000_000_000)
        #expect(sent.resource["service.name"] == "mine" && sent.resource["service.version"] == "9")
        #expect(sent.resource["deployment.environment.name"] == "a b")
        let request = try #require(try await collector.requests().first)
        #expect(request.path == "/v1/traces" && request.headers["api-key"] == "se=cret")
        #expect(request.headers["content-type"] == "application/x-protobuf")
        #expect(await test.count("flotilla_spans_exported_total") == 1)
    }

    @Test("what a collector does not take now it gets again; what it refuses it does not")
    func again() async throws {
        let collector = try await TraceCollector()
        defer { collector.stop() }
        try await collector.answer(
            .init(503, headers: ["Retry-After": "0"]), .init(429, headers: ["Retry-After": "0"]), .init(200),
            .init(400),
            .init(200, rejected: 1))
        let test = try Exporting(collector.url, ["OTEL_BSP_SCHEDULE_DELAY": "0"])
        test.record("first")
        #expect(try await collector.spans(with: ["first": 1]).count == 1)
        #expect(try await collector.requests().count == 3)
        test.record("refused")
        #expect(try await collector.awaitRequests(4))
        test.record("rejected")
        #expect(try await collector.spans(with: ["rejected": 1]).map(\.name) == ["first", "rejected"])
        try await test.stop()
        #expect(await test.count("flotilla_spans_exported_total") == 1)
        #expect(await test.count(#"flotilla_spans_dropped_total{reason="refused"}"#) == 2)
    }

    @Test("a collector that is not there costs a bounded queue: more is dropped and counted, and the duty fails")
    func dead() async throws {
        let test = try Exporting(
            "http://127.0.0.1:1", ["OTEL_BSP_MAX_QUEUE_SIZE": "20", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "5"])
        for number in 0..<1000 { test.record("span \(number)") }
        try await test.stop()
        let full = await test.count(#"flotilla_spans_dropped_total{reason="queue_full"}"#)
        let unreachable = await test.count(#"flotilla_spans_dropped_total{reason="unreachable"}"#)
        #expect(full >= 900 && full + unreachable == 1000, "\(full) \(unreachable)")
        #expect(await test.count("flotilla_spans_exported_total") == 0)
        let failures = test.duties.failures(lasting: .zero)
        #expect(failures.map(\.duty) == ["sending traces to the collector"])
        #expect(failures.first?.error.contains("cannot") == true, "\(failures)")
    }

    @Test("a collector that says nothing holds up no end of a process") func silent() async throws {
        let collector = try await TraceCollector()
        defer { collector.stop() }
        try await collector.answer(.init(0))
        let test = try Exporting(collector.url, ["OTEL_BSP_SCHEDULE_DELAY": "0"])
        test.record("span")
        #expect(try await collector.awaitRequests(1))
        let start = ContinuousClock.now
        try await test.stop()
        #expect(.now - start < .seconds(5))
        #expect(await test.count(#"flotilla_spans_dropped_total{reason="unreachable"}"#) == 1)
    }

    @Test("without a collector, or switched off, nothing is traced") func off() throws {
        #expect(try TracingConfiguration.read(["OTEL_TRACES_SAMPLER": "xray"]) == nil)
        #expect(
            try TracingConfiguration.read(
                ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_SDK_DISABLED": "true"]) == nil)
        #expect(
            try TracingConfiguration.read(["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c:4318/x"])?.url
                == "http://c:4318/x")
    }

    @Test(
        "a setting that cannot be meant stops the program",
        arguments: [
            ("OTEL_TRACES_SAMPLER", "xray"), ("OTEL_TRACES_SAMPLER_ARG", "2"), ("OTEL_EXPORTER_OTLP_HEADERS", "x"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_BSP_MAX_QUEUE_SIZE", "0"),
        ])
    func wrong(name: String, value: String) {
        #expect(throws: ConfigurationError.self) {
            try TracingConfiguration.read(["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", name: value])
        }
    }
}
