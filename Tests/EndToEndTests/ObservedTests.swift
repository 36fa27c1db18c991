import FleetTestSupport
import Foundation
import TestSupport
import Testing

@Suite("A fleet that shows what it does", FleetScope<ObservedEnvironment>(), .logs(of: ObservedEnvironment.self))
struct ObservedTests {
    let estate: ObservedEnvironment

    init() throws { estate = try ObservedEnvironment.current }

    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test("the lines of a run carry the ids of the request that asked for it, and its job, kind and attempt")
    func lines() async throws {
        let answer = try await estate.admin.post(
            "/jobs", ["kind": "bench.fail", "payload": ["times": 1]],
            headers: [("X-Request-Id", "observed-1"), ("traceparent", "00-\(Self.trace)-00f067aa0ba902b7-01")])
        let id = try #require(answer["id"].string)
        for (attempt, message, status) in [
            (1, "a run started", nil), (1, "a run ended", "retrying"), (2, "a run started", nil),
            (2, "a run ended", "succeeded"),
        ] {
            let line = try #require(
                await estate.worker.line(
                    with:
                        #""request_id":"observed-1","trace_id":"\#(Self.trace)","job_id":"\#(id)","kind":"bench.fail","#
                        + #""attempt":\#(attempt),"\#(status == nil ? "wait" : "status")":"#))
            #expect(line.contains(#""message":"\#(message)""#), "\(line)")
            if let status { #expect(line.contains(#""status":"\#(status)""#), "\(line)") }
        }
    }

    @Test("the API and the enqueuer serve the whole fleet's queues, and their connections to the database")
    func figures() async throws {
        let answer = try await estate.admin.post(
            "/jobs", ["kind": "bench.noop", "payload": [:], "run_at": .string((Date() + 3600).ISO8601Format())])
        #expect(answer.status == 202, "\(answer)")
        let line = try #require(await estate.enqueuer.line(with: "metrics are served"))
        let url = try #require(line.firstMatch(of: #/http:\/\/[0-9.:]+/#).map { String($0.output) })
        for caller in [estate.fleet.anybody, Caller(url: url)] {
            var text = ""
            #expect(
                try await eventually {
                    text = String(decoding: try await caller.get("/metrics").body, as: UTF8.self)
                    return text.contains(#"flotilla_queue_depth{queue="bench",status="scheduled"} 1"#)
                }, "\(text)")
            for sample in [
                #"flotilla_queue_depth{queue="bench",status="queued"} "#, #"flotilla_jobs_running{queue="bench"} "#,
                #"flotilla_queue_oldest_seconds{queue="bench"} "#, #"flotilla_database_pool_size{pool="jobs"} "#,
                #"flotilla_database_pool_waiting{pool="domains"} "#,
                #"flotilla_database_pool_timeouts_total{pool="jobs"} 0"#,
            ] {
                #expect(text.contains(sample), "\(sample) in \(text)")
            }
        }
    }
}
