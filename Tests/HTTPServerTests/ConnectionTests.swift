import HTTPServer
import RawHTTP
import Testing

@Suite("Connections", .timeLimit(.minutes(1)))
struct ConnectionTests {
    private static func build(_ router: inout Router) {
        router.get("/{name}") { .text($0.parameters["name"] ?? "") }
        router.get("/later/{name}") { request in
            await Task.yield()
            return .text(request.parameters["name"] ?? "")
        }
        router.post("/echo") { .bytes($0.body, contentType: "text/plain") }
    }

    @Test("a connection is kept for further requests")
    func keepAlive() async throws {
        try await withServer(Self.build) { server, port in
            try await onThread {
                let client = try RawClient(port: port)
                for index in 0..<100 {
                    try client.send("GET /later/\(index) HTTP/1.1\r\nHost: test\r\n\r\n")
                    let response = try client.readResponse()
                    #expect(response.text == "\(index)")
                    #expect(response.headers["connection"] == nil)
                }
                #expect(server.connectionsOpen == 1)
            }
        }
    }

    @Test("pipelined requests are answered in order, whether their handlers wait or not")
    func pipelining() async throws {
        try await withServer(Self.build) { _, port in
            try await onThread {
                let client = try RawClient(port: port)
                var requests = ""
                for index in 0..<100 {
                    let path = index % 2 == 0 ? "/later/\(index)" : "/\(index)"
                    requests += "GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n"
                    requests += "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\n\(1000 + index)"
                }
                try client.send(requests)
                for index in 0..<100 {
                    #expect(try client.readResponse().text == "\(index)")
                    #expect(try client.readResponse().text == "\(1000 + index)")
                }
            }
        }
    }

    @Test("HTTP/1.0 and Connection: close end the connection after the answer")
    func closing() async throws {
        try await withServer(Self.build) { _, port in
            for request in ["GET /a HTTP/1.0\r\n\r\n", "GET /a HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"] {
                try await onThread {
                    let client = try RawClient(port: port)
                    try client.send(request)
                    #expect(try client.readResponse().text == "a")
                    #expect(try client.readToEnd().isEmpty)
                }
            }
        }
    }

    @Test("a target or a header that is too large gets 414 or 431, and the server goes on")
    func tooLarge() async throws {
        try await withServer(Self.build) { _, port in
            let long = String(repeating: "a", count: 40_000)
            #expect(try await get(port, "/" + long).status == 414)
            #expect(try await get(port, "/a", header: "X-Long: \(long)\r\n").status == 431)
            let flood = (0..<5000).map { "X-\($0): y\r\n" }.joined()
            #expect(try await get(port, "/a", header: flood).status == 431)
            let many = try await get(port, "/a", header: (0..<150).map { "X-\($0): y\r\n" }.joined())
            #expect(many.status == 431)
            #expect(many.json["status"] as? Int == 431)
            #expect(try await get(port, "/" + long.prefix(8000)).text.count == 8000)
        }
    }

    // From 1.0 on the library redirects a target with a space to the encoded one.
    @Test("malformed requests get a 4xx, a redirect or a close, never a handler's answer")
    func malformed() async throws {
        try await withServer(Self.build) { _, port in
            for request in [
                "GET /a HTTP/1.1\r\n\r\n", "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n", "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a\0?x=1 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\r\nnocolon\r\n\r\n", "GET /a\r\n\r\n", "GET /a HTTP/3.0\r\nHost: a\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET \r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n",
            ] {
                try await onThread {
                    let client = try RawClient(port: port)
                    try client.send(request)
                    client.finishSending()
                    do {
                        let status = try client.readResponse().status
                        #expect(
                            status == 301 || (400...405).contains(status) || status == 505,
                            "\(request.debugDescription) got \(status)")
                    } catch RawClient.Failure.closed {
                    } catch RawClient.Failure.reset {
                    }
                }
            }
            #expect(try await get(port, "/a").text == "a")
        }
    }

    @Test("a header that dribbles in is cut off at the limit with 408, also on a kept connection")
    func slowHeader() async throws {
        try await withServer(Self.build) {
            $0.headerTimeout = .milliseconds(300)
        } _: { server, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send("GET /a HTTP/1.1\r\nHost: test\r\n\r\nGET /a HTTP/1.1\r\nHost: te")
                #expect(try client.readResponse().text == "a")
                #expect(try client.readResponse().status == 408)
                #expect(try client.readToEnd().isEmpty)
                let silent = try RawClient(port: port)
                #expect(try silent.readToEnd().isEmpty)
            }
        }
    }

    @Test("an idle connection is closed after the idle limit")
    func idle() async throws {
        try await withServer(Self.build) {
            $0.idleTimeout = .seconds(1)
        } _: { server, port in
            try await onThread {
                let client = try RawClient(port: port)
                try client.send("GET /a HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try client.readResponse().text == "a")
                #expect(try client.readToEnd().isEmpty)
            }
        }
    }

    @Test("a client that sends and shuts down in one go leaves no connection behind")
    func halfClosed() async throws {
        try await withServer(Self.build) { server, port in
            try await onThread {
                let clients = try (0..<50).map { _ in try RawClient(port: port) }
                for client in clients {
                    try client.send("GET /a HTTP/1.1\r\nHost: test\r\n\r\n")
                    client.finishSending()
                }
                for client in clients {
                    #expect(try client.readResponse().text == "a")
                    #expect(try client.readToEnd().isEmpty)
                }
            }
        }
    }

    @Test("a header set by a handler cannot split the answer")
    func headerInjection() async throws {
        try await withServer { router in
            router.get("/") { _ in
                HTTPResponse(
                    headers: [
                        "X-Bad": "a\r\nX-Injected: b", "X-Bad2: c\r\nX-Injected": "d", "Content-Length": "99",
                        "X-Good": "é",
                    ], body: .text("ok"))
            }
        } _: { _, port in
            let response = try await get(port, "/")
            #expect(response.text == "ok")
            #expect(response.headers["x-injected"] == nil)
            #expect(response.headers["x-bad"] == nil)
            #expect(response.headers["content-length"] == "2")
            #expect(response.headers["x-good"] == "é")
        }
    }

    @Test("answers without a body have none, and impossible statuses become 500")
    func statuses() async throws {
        try await withServer { router in
            router.get("/{status}") { request in
                HTTPResponse(
                    status: HTTPStatus(rawValue: Int(request.parameters["status"] ?? "") ?? 0), body: .text("x"))
            }
        } _: { _, port in
            try await onThread {
                let client = try RawClient(port: port)
                for (asked, answered) in [
                    (200, 200), (204, 204), (304, 304), (599, 599), (100, 500), (0, 500), (1000, 500),
                ] {
                    try client.send("GET /\(asked) HTTP/1.1\r\nHost: test\r\n\r\n")
                    #expect(try client.readResponse().status == answered)
                }
            }
        }
    }
}
