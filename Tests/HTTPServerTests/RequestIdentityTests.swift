import HTTPServer
import RawHTTP
import Synchronization
import Testing

@Suite("Request ids and traces", .timeLimit(.minutes(1)))
struct RequestIdentityTests {
    @Test("an acceptable X-Request-Id comes back, any other is replaced by a fresh UUID")
    func requestIDs() async throws {
        try await withServer { router in
            router.get("/") { .text($0.requestID) }
        } _: { _, port in
            let kept = try await get(port, "/", header: "X-Request-Id: my-id_1.2/3\r\n")
            #expect(kept.headers["x-request-id"] == "my-id_1.2/3")
            #expect(kept.text == "my-id_1.2/3")
            var fresh: Set<String> = []
            for header in [
                "", "X-Request-Id: a b\r\n", "X-Request-Id: \r\n", "X-Request-Id: é\r\n",
                "X-Request-Id: \(String(repeating: "x", count: 129))\r\n",
            ] {
                let response = try await get(port, "/", header: header)
                let id = try #require(response.headers["x-request-id"])
                #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
                #expect(response.text == id)
                fresh.insert(id)
            }
            #expect(fresh.count == 5)
        }
    }

    @Test("ids stay unique over the requests of one connection")
    func uniqueIDs() async throws {
        try await withServer { router in
            router.get("/") { _ in .empty() }
        } _: { _, port in
            let ids = try await onThread {
                let client = try RawClient(port: port)
                return try (0..<200).map { _ in
                    try client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                    let headers = try client.readResponse().headers
                    return (headers["x-request-id"] ?? "") + (headers["traceparent"] ?? "")
                }
            }
            #expect(Set(ids).count == 200)
        }
    }

    @Test("errors carry id and trace too")
    func errors() async throws {
        try await withServer { router in
            router.get("/") { _ in throw Problem(.conflict) }
        } _: { _, port in
            for path in ["/", "/nothing", "/%"] {
                let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
                let response = try await get(port, path, header: "X-Request-Id: abc\r\ntraceparent: \(trace)\r\n")
                #expect(response.headers["x-request-id"] == "abc")
                #expect(response.headers["traceparent"] == trace)
            }
        }
    }

    @Test("a traceparent is taken only as the W3C defines it")
    func traceParents() {
        let (trace, parent) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")
        #expect(TraceParent("00-\(trace)-\(parent)-01")?.isSampled == true)
        #expect(TraceParent("00-\(trace)-\(parent)-00")?.isSampled == false)
        #expect(
            TraceParent("cc-\(trace)-\(parent)-01-what-the-future-will-be")?.description == "00-\(trace)-\(parent)-01")
        for bad in [
            "", "00", "ff-\(trace)-\(parent)-01", "00-\(trace)-\(parent)-01-more",
            "00-\(trace.uppercased())-\(parent)-01",
            "00-\(String(repeating: "0", count: 32))-\(parent)-01",
            "00-\(trace)-\(String(repeating: "0", count: 16))-01",
            "00-\(trace)-\(parent)-0g", "0x-\(trace)-\(parent)-01", "00_\(trace)-\(parent)-01",
            "cc-\(trace)-\(parent)-01x",
        ] {
            #expect(TraceParent(bad) == nil, "\(bad)")
        }
    }

    @Test("each answer is reported once, with route, method and status")
    func summaries() async throws {
        let seen = Mutex<[String]>([])
        try await withServer { router in
            router.get("/jobs/{id}") { _ in .text("x") }
        } configure: { configuration in
            configuration.onAnswer = { summary in
                seen.withLock { $0.append("\(summary.method) \(summary.route ?? "-") \(summary.status.rawValue)") }
            }
        } _: { _, port in
            _ = try await get(port, "/api/v1/jobs/1")
            _ = try await get(port, "/jobs/1", method: "POST")
            _ = try await get(port, "/nothing")
            _ = try await get(port, "/%")
            #expect(seen.withLock { $0 } == ["GET /jobs/{id} 200", "POST - 405", "GET - 404", "GET - 400"])
        }
    }
}
