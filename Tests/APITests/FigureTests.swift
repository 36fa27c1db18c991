import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Jobs
import Testing

@testable import API

@Suite("Figures for operators")
struct FigureTests {
    private static let minute = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 60).rounded(.down) * 60)
    private static let job = JobID(UUID())

    /// Two kinds of one queue, in this minute and the one before, and an error of one of them.
    private func fill(_ api: InProcess) async throws {
        try await api.context.store.register([
            JobDefinition(kind: "scan.one", queue: "scan", timeout: .seconds(30), maxAttempts: 3),
            JobDefinition(kind: "scan.two", queue: "scan", timeout: .seconds(60)),
        ])
        var contents = ActivityCounts.Contents()
        for (minute, kind, started) in [(Self.minute, "scan.one", 60), (Self.minute - 60, "scan.two", 120)] {
            var count = ActivityCount()
            count.started = started
            count.succeeded = started - 3
            count.retried = 2
            count.failed = 1
            for _ in 0..<started {
                count.wait.observe(.milliseconds(20))
                count.run.observe(.seconds(2))
            }
            contents.counts[.init(minute: minute, queue: "scan", kind: JobKind(rawValue: kind))] = count
        }
        let error = ErrorGroup(
            attempts: 6, failed: 2, firstSeenAt: Self.minute, lastSeenAt: Self.minute, sample: Self.job)
        contents.errors[.init(kind: "scan.one", code: "refused", message: "no answer from …")] = error
        contents.errors[.init(kind: "scan.two", code: "refused", message: "no …")] = error
        try await api.context.store.add(contents)
        // The minute before may be of an hour that is over.
        try await api.context.store.tidyActivity()
    }

    @Test("the overview has rates, quantiles and error groups, and says what is not well") func overview() async throws
    {
        try await InProcess.with { api in
            try await fill(api)
            let reply = try await api.send(.get, "/overview")
            #expect(reply.status == 200, "\(reply)")
            // Nothing checks the servers here.
            #expect(reply["status"] == "trouble" && reply["servers"]["broker"] == "down", "\(reply)")
            #expect(reply["summary"] != "All is well." && !reply["alarms"].array.isEmpty && reply["limits"] == .null)
            let queue = try #require(reply["queues"].array.first { $0["name"] == "scan" })
            #expect(queue["queued"] == .null && queue["slots"] == 0 && queue["paused"] == false)
            // 180 within two to three minutes, and both error-free quantiles.
            let rate = try #require(queue["rates"]["started"].double)
            #expect((180.0 / 180...180.0 / 60).contains(rate), "\(rate)")
            #expect(reply["rates"]["started"].double == rate)
            for (name, expected) in [("wait", 0.02), ("run", 2)] {
                let found = try #require(queue[name]["p95"].double)
                #expect(abs(found - expected) / expected < 0.2, "\(found)")
            }
            let failure = reply["failures"][0]
            #expect(failure["message"].string?.hasPrefix("no ") == true && failure["count"] == 6, "\(failure)")
            #expect(failure["sample_job"].string == Self.job.uuid.uuidString.lowercased())
        }
    }

    @Test("activity comes in steps, by what was asked for, and what was not measured is null") func activity()
        async throws
    {
        try await InProcess.with { api in
            try await fill(api)
            let all = try await api.send(.get, "/activity")
            #expect(all["series"].array.count == 1 && all["series"][0]["name"] == "all" && all["step"] == 60, "\(all)")
            #expect(all["series"][0]["points"].array.compactMap { $0["started"].int } == [120, 60])
            #expect(all["series"][0]["points"][0]["enqueued"] == 0)
            let kinds = try await api.send(.get, "/activity?by=kind&step=3600")
            #expect(kinds["series"].array.compactMap { $0["name"].string } == ["scan.one", "scan.two"], "\(kinds)")
            #expect(kinds["by"] == "kind" && kinds["series"][1]["points"][0]["failed"] == 1)
            #expect(all["series"][0]["points"][0]["run"]["p50"].double != nil)
            #expect(kinds["series"][0]["points"][0]["run"] == .null)
            let early = "from=\((Date() - 7 * 86_400).formatted(.iso8601))"
            #expect(try await api.send(.get, "/activity?\(early)")["step"] == 7200)
            for query in [
                "step=0", "step=61", "step=x", "by=tenant", "from=now", "to=2020-01-01T00:00:00Z",
                "from=2020-01-01T00:00:00Z", "from=9999-12-31T00:00:00Z", "to=9999-12-31T00:00:00Z", "step=90000",
                "step=99999999999999999999", "\(early)&step=60", "\(early)&step=5400", "unknown=1",
            ] {
                let reply = try await api.send(.get, "/activity?\(query)")
                #expect(reply.status == 400 && reply["detail"].string != nil, "\(query): \(reply)")
            }
        }
    }

    @Test("kinds have their figures, and error groups come by what was asked for") func kinds() async throws {
        try await InProcess.with { api in
            try await fill(api)
            let kinds = try await api.send(.get, "/kinds")
            let one = try #require(kinds["items"].array.first { $0["kind"] == "scan.one" }, "\(kinds)")
            #expect(one["queue"] == "scan" && one["max_attempts"] == 3 && one["timeout_seconds"] == 30, "\(one)")
            #expect(one["error_rate"] == 0.05 && one["paused"] == false)
            let by = { (query: String) in try await api.send(.get, "/failures?\(query)")["items"].array }
            #expect(try await by("").count == 2)
            let codes = try await by("by=error_code")
            #expect(codes.count == 1 && codes[0]["count"] == 12 && codes[0]["failed"] == 4 && codes[0]["kind"] == .null)
            #expect(try await by("by=kind,error_code").count == 2)
            #expect(try await by("by=kind,error_code&limit=1").count == 1)
            for query in ["by=", "by=kind,kind", "by=tenant", "limit=0"] {
                #expect(try await api.send(.get, "/failures?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test("support sees no message and no id of a job, and other roles see nothing") func roles() async throws {
        try await InProcess.with { api in
            try await fill(api)
            for path in ["/overview", "/failures"] {
                let reply = try await api.send(.get, path, as: .support)
                #expect(reply.status == 200, "\(reply)")
                for group in reply["failures"].array + reply["items"].array {
                    #expect(group["message"] == .null && group["sample_job"] == .null && group["count"] == 6)
                }
                #expect(!(reply["failures"].array + reply["items"].array).isEmpty)
            }
            for path in ["/overview", "/activity", "/kinds", "/failures"] {
                for role in [Role.school, .professor, .student, .service] {
                    #expect(try await api.send(.get, path, as: role).status == 403, "\(role) \(path)")
                }
            }
        }
    }

    @Test("an answer is built once for all who ask within a second, and one that a caller has is 304") func shared()
        async throws
    {
        try await InProcess.with { api in
            try await fill(api)
            let first = try await api.send(.get, "/failures")
            let tag = try #require(first.headers["ETag"])
            #expect(first.headers["Cache-Control"] == "private, no-cache")
            for field in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try await api.send(.get, "/failures", headers: ["If-None-Match": field])
                #expect(again.status == 304 && again.headers["ETag"] == tag && again.json == .null, "\(field)")
            }
            #expect(try await api.send(.get, "/failures", headers: ["If-None-Match": "\"other\""]).status == 200)
        }
        let cache = AnswerCache(lifetime: .seconds(60))
        let built = AsyncStream.makeStream(of: Void.self)
        var random = SystemRandomNumberGenerator()
        let request = HTTPRequest(
            method: .get, segments: ["overview"], client: nil, requestID: "1", traceParent: TraceParent(using: &random))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let answer = try await cache.answer("key", to: request) {
                        built.continuation.yield()
                        return ["a": 1]
                    }
                    #expect(answer.status == .ok)
                }
            }
            try await group.waitForAll()
        }
        built.continuation.finish()
        #expect(await built.stream.reduce(0) { count, _ in count + 1 } == 1)
    }
}
