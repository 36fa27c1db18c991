import HTTPServer
import RawHTTP
import Testing

@Suite("Routing", .timeLimit(.minutes(1)))
struct RouterTests {
    private static func build(_ router: inout Router) {
        router.get("/") { _ in .text("root") }
        router.get("/jobs") { _ in .text("list") }
        router.post("/jobs/batch") { _ in .text("batch") }
        router.get("/jobs/{id}") { .text("job \($0.parameters["id"] ?? "?") route \($0.route ?? "?")") }
        router.delete("/jobs/{id}") { _ in .empty() }
        router.get("/resources/{type}/{id}/metrics") {
            .text("\($0.parameters["type"] ?? "?") \($0.parameters["id"] ?? "?")")
        }
        router.get("/echo") { .text($0.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|")) }
    }

    @Test("fixed paths, parameters, the prefix and a slash at the end all find their route")
    func paths() async throws {
        try await withServer(Self.build) { _, port in
            for (path, text) in [
                ("/", "root"), ("/api/v1", "root"), ("/api/v1/", "root"), ("/jobs", "list"), ("/jobs/", "list"),
                ("/api/v1/jobs", "list"), ("/jobs/7", "job 7 route /jobs/{id}"),
                ("/api/v1/jobs/7/", "job 7 route /jobs/{id}"), ("/resources/s3_bucket/a%2Fb/metrics", "s3_bucket a/b"),
                ("http://test/jobs/8?x=1", "job 8 route /jobs/{id}"),
            ] {
                let response = try await get(port, path)
                #expect(response.status == 200, "\(path)")
                #expect(response.text == text, "\(path)")
            }
        }
    }

    @Test("an unknown path is a 404 problem, also below a known one and with empty segments")
    func unknownPaths() async throws {
        try await withServer(Self.build) { _, port in
            for path in ["/nothing", "/jobs/1/2", "/api/v1/nothing", "/api/v1x/jobs", "//jobs", "/jobs//", "/JOBS"] {
                let response = try await get(port, path)
                #expect(response.status == 404, "\(path)")
                #expect(response.headers["content-type"] == "application/problem+json")
                #expect(response.json["status"] as? Int == 404)
                #expect(response.json["title"] as? String == "Not Found")
            }
        }
    }

    @Test("a wrong method is a 405 that lists the right ones, over all patterns that the path fits")
    func wrongMethods() async throws {
        try await withServer(Self.build) { _, port in
            let list = try await get(port, "/jobs", method: "PUT")
            #expect(list.status == 405)
            #expect(list.headers["allow"] == "GET, HEAD, OPTIONS")
            #expect(list.json["status"] as? Int == 405)
            #expect(
                try await get(port, "/jobs/batch", method: "PUT").headers["allow"] == "DELETE, GET, HEAD, OPTIONS, POST"
            )
            #expect(try await get(port, "/jobs/batch").text == "job batch route /jobs/{id}")
            #expect(try await get(port, "/jobs", method: "PUT").status == 405)
            for method in ["BREW", "get", "TRACE", String(repeating: "A", count: 9_000)] {
                #expect(try await get(port, "/jobs", method: method).status == 501, "\(method.prefix(10))")
            }
        }
    }

    @Test("HEAD answers as GET does, without the body")
    func head() async throws {
        try await withServer(Self.build) { _, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send("HEAD /jobs HTTP/1.1\r\nHost: test\r\n\r\nGET /jobs HTTP/1.1\r\nHost: test\r\n\r\n")
                let head = try client.readResponse(to: "HEAD")
                #expect(head.status == 200)
                #expect(head.headers["content-length"] == "4")
                #expect(try client.readResponse().text == "list")
            }
        }
    }

    @Test("OPTIONS lists the methods of a path, and of the server")
    func options() async throws {
        try await withServer(Self.build) { _, port in
            let path = try await get(port, "/jobs/1", method: "OPTIONS")
            #expect(path.status == 204)
            #expect(path.headers["allow"] == "DELETE, GET, HEAD, OPTIONS")
            let all = try await get(port, "*", method: "OPTIONS")
            #expect(all.status == 204)
            #expect(all.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, POST")
            #expect(try await get(port, "/nothing", method: "OPTIONS").status == 404)
        }
    }

    private static func buildCompletion(_ router: inout Router) {
        router.post("/jobs") { _ in .text("made") }
        router.get("/prefix") { .text($0.prefix) }
        router.identify { request throws(Problem) in
            guard request.headers.contains("Authorization") else { throw Problem(.unauthorized) }
            return Caller(address: request.client)
        }
        router.complete { request, response in response.headers["X-Path"] = request.prefix + request.path }
    }

    @Test(
        "what completes answers sees every one, also those that no handler gave, and under which prefix it was asked",
        arguments: [
            ("GET /nothing HTTP/1.1", "404 /nothing"), ("DELETE /jobs HTTP/1.1", "405 /jobs"),
            ("OPTIONS /api/v1/jobs HTTP/1.1", "204 /api/v1/jobs"),
            ("POST /api/v1/jobs HTTP/1.1\r\nContent-Length: 5", "401 /api/v1/jobs"),
            ("POST /jobs HTTP/1.1\r\nAuthorization: x\r\nContent-Length: 99999999", "413 /jobs"),
            ("GET /api/v1/prefix HTTP/1.1\r\nAuthorization: x", "200 /api/v1/prefix"),
        ])
    func completion(_ request: String, _ expected: String) async throws {
        try await withServer(Self.buildCompletion) { _, port in
            let answer = try await exchange(port, request + "\r\nHost: test\r\n\r\n")
            #expect("\(answer.status) \(answer.headers["x-path"] ?? "-")" == expected)
            if answer.status == 200 { #expect(answer.text == "/api/v1") }
        }
    }

    @Test("query items are decoded, in order, with repeated and empty ones")
    func query() async throws {
        try await withServer(Self.build) { _, port in
            let response = try await get(port, "/echo?a=1&b=x+y%2B%C3%A9&a=2&c&=d&&e=f=g")
            #expect(response.text == "a=1|b=x y+é|a=2|c=|=d|e=f=g")
        }
    }

    @Test("targets that cannot be read safely are a 400 problem, and never reach a handler")
    func badTargets() async throws {
        try await withServer(Self.build) { _, port in
            for target in [
                "/jobs/%", "/jobs/%2", "/jobs/%zz", "/jobs/%00", "/jobs/a%0d%0ab", "/jobs/%1b", "/jobs/%7f",
                "/jobs/%ff",
                "/jobs/%c0%ae", "/jobs/%ed%a0%80", "/jobs/..", "/jobs/%2e%2E", "/jobs/.", "/echo?a=%00", "/echo?%=1",
                "/echo?a=%f5%80%80%80", "/jobs#fragment", "jobs", "http://test",
            ] {
                let response = try await get(port, target)
                #expect(response.status == 400, "\(target)")
                #expect(response.json["status"] as? Int == 400, "\(target)")
                #expect(response.headers["x-request-id"]?.count == 36, "\(target)")
            }
            #expect(try await get(port, "/jobs/%2e%2e%2fetc").text == "job ../etc route /jobs/{id}")
        }
    }

    @Test("middleware goes around the router in its order, and groups only around their routes")
    func middleware() async throws {
        let seen = Happenings()
        try await withServer { router in
            router.use { request, next in
                seen.note("outer")
                var response = try await next(request)
                response.headers["X-Outer"] = request.route ?? "none"
                return response
            }
            let authorize: Middleware = { request, next in
                seen.note("group")
                if request.headers["Authorization"] == nil {
                    throw Problem(.unauthorized, headers: ["WWW-Authenticate": "Bearer"])
                }
                return try await next(request)
            }
            router.group(through: [authorize]) { router in
                router.get("/secret") { _ in .text("secret") }
            }
            router.get("/open") { _ in .text("open") }
        } _: { _, port in
            let refused = try await get(port, "/secret")
            #expect(refused.status == 401)
            #expect(refused.headers["www-authenticate"] == "Bearer")
            #expect(try await get(port, "/secret", header: "Authorization: x\r\n").headers["x-outer"] == "/secret")
            #expect(seen.names == ["outer", "group", "outer", "group"])
            #expect(try await get(port, "/open").headers["x-outer"] == "/open")
            #expect(seen.count("group") == 2)
            _ = try await get(port, "/nothing")
            #expect(seen.count("outer") == 4)
        }
    }
}
