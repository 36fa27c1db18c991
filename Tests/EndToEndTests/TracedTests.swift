import FleetTestSupport
import Foundation
import TestSupport
import Testing
import TraceTestSupport

@Suite("A fleet that is traced", .serialized, FleetScope<TracedEnvironment>(), .logs(of: TracedEnvironment.self))
struct TracedTests {
    let estate: TracedEnvironment

    init() throws { estate = try TracedEnvironment.current }

    private func header(_ trace: String, sampled: Bool = true) -> [(String, String)] {
        [("traceparent", "00-\(trace)-00f067aa0ba902b7-\(sampled ? "01" : "00")")]
    }

    private func newTrace() -> String {
        UUID().uuidString.replacing("-", with: "").lowercased()
    }

    @Test("one scan is one trace, from the POST to the last call of S3") func scan() async throws {
        let trace = newTrace()
        try await estate.moto.record()
        let answer = try await estate.company.caller.post(
            "/scans", ["provider": "aws", "services": ["s3"], "regions": ["eu-west-1", "us-east-1"]],
            headers: header(trace))
        #expect(answer.status == 202)
        let id = try #require(answer["runs"][0]["job_id"].string)
        #expect(try await estate.company.caller.settled(id)["status"] == "succeeded")
        let calls = try await estate.moto.recorded()
        let spans = try await run(in: trace)
        let text = spans.tree
        print("one scan as a trace: began, took (ms)\n\(text)")

        let request = try #require(spans.first { $0.kind == "SERVER" }, "\(text)")
        #expect(request.name == "POST /scans" && request.parent == "00f067aa0ba902b7")
        #expect(request.attributes["http.response.status_code"] == "202")
        #expect(request.resource["service.name"] == "flotilla-api")
        let sent = try #require(spans.first { $0.kind == "PRODUCER" }, "\(text)")
        #expect(sent.name == "send scan" && sent.parent == request.id)
        #expect(sent.attributes["messaging.message.id"] == id)
        let run = try #require(spans.first { $0.kind == "CONSUMER" }, "\(text)")
        #expect(run.parent == sent.id && run.links == [.init(trace: trace, id: sent.id)])
        #expect(run.attributes["flotilla.job.kind"] == "scan.aws.s3" && run.attributes["flotilla.job.attempt"] == "1")
        #expect(run.attributes["flotilla.job.status"] == "succeeded" && run.status == "UNSET")
        #expect(run.attributes["messaging.operation.type"] == "process")
        #expect(run.resource["service.name"] != request.resource["service.name"])

        // What follows a scan is in its trace as well, with calls of its own: none of S3.
        let asked = spans.filter { $0.attributes["rpc.system"] == "aws-api" && $0.parent == run.id }
        #expect(
            asked.filter { $0.name.hasPrefix("S3/") }.count == calls.filter { $0.method == "GET" }.count,
            "\(text)\n\(calls)")
        #expect(spans.allSatisfy { !$0.name.hasPrefix("S3/") || $0.parent == run.id }, "\(text)")
        #expect(asked.allSatisfy { $0.kind == "CLIENT" })
        #expect(asked.contains { $0.name == "STS/AssumeRole" } && asked.contains { $0.name == "S3/GetBucketAcl" })
        #expect(asked.allSatisfy { $0.start >= run.start && $0.end <= run.end })
        for (name, parent) in [("claim", sent.id), ("settle", run.id)] {
            let statement = try #require(spans.first { $0.name == "\(name) flotilla.jobs" }, "\(text)")
            #expect(statement.parent == parent && statement.attributes["db.system.name"] == "postgresql")
        }
    }

    @Test("each attempt is linked to the one before, and its error is told") func retries() async throws {
        let trace = newTrace()
        let answer = try await estate.admin.post(
            "/jobs", ["kind": "bench.fail", "payload": ["times": 1]], headers: header(trace))
        let id = try #require(answer["id"].string)
        #expect(try await estate.admin.settled(id)["status"] == "succeeded")
        let runs = try await run(in: trace, times: 2).filter { $0.kind == "CONSUMER" }.sorted { $0.start < $1.start }
        try #require(runs.count == 2)
        #expect(runs.map(\.status) == ["ERROR", "UNSET"] && runs[0].attributes["error.type"]?.isEmpty == false)
        #expect(runs[0].attributes["flotilla.job.status"] == "retrying")
        #expect(runs[0].links.count == 1)
        #expect(runs[1].links == runs[0].links + [.init(trace: trace, id: runs[0].id)])
        #expect(runs[1].parent == runs[0].parent)
    }

    @Test("many jobs of one request share the span that enqueued them") func many() async throws {
        let trace = newTrace()
        let job: JSON = ["kind": "bench.noop", "payload": [:]]
        let answer = try await estate.admin.post("/jobs/batch", ["jobs": [job, job, job]], headers: header(trace))
        #expect(answer.status == 202, "\(answer)")
        let ids = answer["jobs"].array.compactMap { $0["id"].string }
        for id in ids { #expect(try await estate.admin.settled(id)["status"] == "succeeded") }
        let spans = try await run(in: trace, times: 3)
        let sent = spans.filter { $0.kind == "PRODUCER" }
        #expect(sent.map { $0.attributes["messaging.batch.message_count"] } == ["3"])
        let runs = spans.filter { $0.kind == "CONSUMER" }
        #expect(Set(runs.compactMap { $0.attributes["messaging.message.id"] }) == Set(ids))
        #expect(runs.allSatisfy { $0.parent == sent.first?.id })
    }

    @Test("what its caller does not keep is not kept here, and says so to those who follow") func unsampled()
        async throws
    {
        let trace = newTrace()
        let answer = try await estate.admin.post(
            "/jobs", ["kind": "bench.noop", "payload": [:]], headers: header(trace, sampled: false))
        let id = try #require(answer["id"].string)
        #expect(try await estate.admin.settled(id)["status"] == "succeeded")
        let row = try await estate.fleet.database.query(
            "select trace_parent from jobs where id = \(try #require(UUID(uuidString: id)))"
        ).rows.first
        let parent = try #require(try row?.decode(0, as: String.self))
        #expect(parent.hasPrefix("00-\(trace)-") && parent.hasSuffix("-00"))
        // Spans of a later trace come later.
        let next = newTrace()
        let other = try await estate.admin.post(
            "/jobs", ["kind": "bench.noop", "payload": [:]], headers: header(next))
        #expect(try await estate.admin.settled(try #require(other["id"].string))["status"] == "succeeded")
        _ = try await run(in: next)
        #expect(try await estate.collector.spans().allSatisfy { $0.trace != trace })
    }

    @Test("tracestate and baggage go along with the job; the state is in each span, the baggage in none")
    func carried() async throws {
        let trace = newTrace()
        let answer = try await estate.admin.post(
            "/jobs", ["kind": "bench.noop", "payload": [:]],
            headers: header(trace) + [
                ("tracestate", "a=1"), ("tracestate", "b=2"), ("baggage", "user=7;p, plan=x%20y"),
            ])
        let id = try #require(answer["id"].string)
        #expect(try await estate.admin.settled(id)["status"] == "succeeded")
        let row = try await estate.fleet.database.query(
            "select trace_carried from jobs where id = \(try #require(UUID(uuidString: id)))"
        ).rows.first
        #expect(try row?.decode(0, as: String.self) == "tracestate: a=1,b=2\nbaggage: user=7;p, plan=x%20y")
        let all = try await run(in: trace)
        #expect(all.allSatisfy { $0.state == "a=1,b=2" }, "\(all.map(\.state))")
        #expect(!"\(all)".contains("user=7"))
        let plain = try await estate.admin.job("bench.noop")
        let other = try await estate.fleet.database.query(
            "select trace_carried is null from jobs where id = \(try #require(UUID(uuidString: plain)))"
        ).rows.first
        #expect(try other?.decode(0, as: Bool.self) == true)
    }

    /// Waits until the runs of a trace have come, and gives all of its spans.
    private func run(in trace: String, times: Int = 1) async throws -> [TraceCollector.Span] {
        var spans: [TraceCollector.Span] = []
        _ = try await eventually {
            spans = try await estate.collector.spans().filter { $0.trace == trace }
            let kinds = spans.map(\.kind)
            // Each process sends its own.
            return kinds.filter { $0 == "CONSUMER" }.count >= times && kinds.contains("SERVER")
                && kinds.contains("PRODUCER")
        }
        return spans
    }

    @Test("figures of requests and runs show the trace of a value, to a scraper that reads OpenMetrics")
    func exemplars() async throws {
        let trace = newTrace()
        let answer = try await estate.admin.post(
            "/jobs", ["kind": "bench.noop", "payload": [:]], headers: header(trace))
        #expect(try await estate.admin.settled(try #require(answer["id"].string))["status"] == "succeeded")
        let line = try #require(await estate.worker.line(with: "metrics are served"))
        let url = try #require(line.firstMatch(of: #/http:\/\/[0-9.:]+/#).map { String($0.output) })
        let accept = [("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")]
        for (caller, family) in [
            (estate.fleet.anybody, #"flotilla_http_request_duration_seconds_bucket{route="/jobs","#),
            (Caller(url: url), #"flotilla_job_duration_seconds_bucket{queue="bench",kind="bench.noop","#),
        ] {
            let page = try await caller.get("/metrics", headers: accept)
            #expect(page.headers["Content-Type"]?.hasPrefix("application/openmetrics-text; version=1.0.0") == true)
            let text = String(decoding: page.body, as: UTF8.self)
            #expect(text.hasSuffix("\n# EOF\n"))
            #expect(
                text.split(separator: "\n").contains {
                    $0.hasPrefix(family) && $0.contains("# {trace_id=\"\(trace)\"")
                },
                "\(text)")
            let plain = String(decoding: try await caller.get("/metrics").body, as: UTF8.self)
            #expect(plain.contains(family) && !plain.contains("trace_id") && !plain.contains("# EOF"))
        }
    }
}
