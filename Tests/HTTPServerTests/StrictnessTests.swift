import Foundation
import HTTPServer
import RawHTTP
import Synchronization
import Testing

@Suite("What different readers may read differently", .timeLimit(.minutes(1)))
struct StrictnessTests {
    private static func build(_ router: inout Router) {
        router.get("/") { .text($0.headers["X-Value"] ?? "") }
        router.post("/") { .text(String($0.body.count)) }
        router.get("/query") { .text("\($0.query.count)") }
        router.get("/events") { _ in .events { _ in } }
    }

    /// All that comes back until the connection ends.
    private func whole(_ port: Int, _ request: String) async throws -> String {
        try await onThread {
            let client = try RawClient(port: port)
            try client.send(request)
            client.finishSending()
            return String(decoding: try client.readToEnd(), as: UTF8.self)
        }
    }

    private static let host = "Host: test\r\n"
    /// What is refused with 400, and what may be served (200) or refused.
    private static let refused = [
        "GET / HTTP/1.1\r\n\(host)X-Value: a\0b\r\n\r\n", "GET\0X / HTTP/1.1\r\n\(host)\r\n",
        "GET / HTTP/1.1\n\(host)\r\n", "GET / HTTP/1.1\r\n\(host)X-Value: a\n\r\n",
        "GET / HTTP/1.1\r\nHost: test\nX-Value: a\r\n\r\n", "GET / HTTP/1.1\r\n\(host): empty\r\n\r\n",
        "GET / HTTP/1.1\r\n\(host)\0: empty\r\n\r\n", "GET / HTTP/1.1\r\n\(host)X-V\0: a\r\n\r\n",
        "POST / HTTP/1.1\r\n\(host)Content-Length: 2\0003\r\n\r\nab",
        "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\0\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\n\(host)X-Value: a\r\n b\r\n\r\n", "GET  / HTTP/1.1\r\n\(host)\r\n",
        "GET / HTTP/1.1\r\n\(host)X-Value: a\r\n\n", "GET / HTTP/1.1\r\n\(host)X-Value : a\r\n\r\n",
        "POST / HTTP/1.1\r\n\(host)Content-Length: +34\r\n\r\nab",
        "POST / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\nab",
        "POST / HTTP/1.1\r\n\(host)Content-Length: 0x2\r\n\r\nab",
        "POST / HTTP/1.1\r\n\(host)Content-Length: 2,2\r\n\r\nab",
        "POST / HTTP/1.1\r\n\(host)Content-Length: 99999999999999999999999\r\n\r\nab",
        "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n2;\(String(repeating: "x", count: 40_000))\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "GET /\(String(repeating: "x", count: 40_000)) HTTP/1.1\r\n\(host)\r\n",
        "GET / HTTP/1.1\r\n\(host)X-Value: \(String(repeating: "x", count: 40_000))\r\n\r\n",
        "GET /query?\(String(repeating: "a&", count: 20_000)) HTTP/1.1\r\n\(host)\r\n",
        "\(String(repeating: "G", count: 40_000)) / HTTP/1.1\r\n\(host)\r\n",
        "GET / HTTP/1.1\r\n\(host)X-Value\r\n\r\n",
        "GET / HTTP/1.1\r\n\(host)Authorization: Bearer a\r\nauthorization: Bearer b\r\n\r\n",
        "POST / HTTP/1.1\r\n\(host)Idempotency-Key: a\r\nIdempotency-Key: a\r\nContent-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\n\(host)Content-Type: a/b\r\nContent-Type: a/c\r\nContent-Length: 2\r\n\r\nab",
    ]

    /// What the library refuses before it gives the connection away.
    private static let brokenLines = [
        "GET /\r\n\r\n", "GET / http/1.1\r\n\(host)\r\n", "GET / HTTP/1.1 x\r\n\(host)\r\n", "GET / 1.1\r\n\(host)\r\n",
    ]

    @Test("is refused at once with one clean answer of 4xx", arguments: refused + brokenLines)
    func refusal(_ request: String) async throws {
        try await withServer(Self.build) { _, port in
            let start = ContinuousClock.now
            let text = try await whole(port, request)
            let shown = "\(request.debugDescription.prefix(120)): \(text.debugDescription.prefix(700))"
            #expect(text.hasPrefix("HTTP/1.1 4"), "\(shown)")
            let head = text.components(separatedBy: "\r\n\r\n")[0]
            #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2, "\(shown)")
            if !text.hasPrefix("HTTP/1.1 414"), !Self.brokenLines.contains(request) {
                for field in ["X-Request-Id: ", "traceparent: ", "X-Content-Type-Options: nosniff", "problem+json"] {
                    #expect(head.contains(field), "\(field) \(shown)")
                }
            }
            #expect(.now - start < .seconds(5), "\(shown)")
        }
    }

    @Test(
        "what is written in one clear way is served",
        arguments: [
            "GET / HTTP/1.1\r\n\(host)X-Value: a \t \r\n\r\n", "GET / HTTP/1.1\r\n\(host)X-Value:a\r\n\r\n",
            "GET / HTTP/1.1\r\n\(host)X-Value:\r\nX-Value:\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost:\r\n\r\n",
            "\r\nGET / HTTP/1.1\r\n\(host)\r\n", "GET / HTTP/1.1\r\n\(host)Cookie: a=b; c=d\r\nX-Value: a\r\n\r\n",
            "GET /?a=b&c=d HTTP/1.1\r\n\(host)X-Value: ü\r\n\r\n",
            "GET / HTTP/1.1\r\n\(host)\(String(repeating: "X-A: b\r\n", count: 90))\r\n",
            "GET / HTTP/1.1\r\n\(host)X-Value: \(String(repeating: "x", count: 25_000))\r\nX-B: c\r\n\r\n",
            "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nab\r\n0\r\n\r\n",
        ])
    func served(_ request: String) async throws {
        try await withServer(Self.build) { _, port in
            let text = try await whole(port, request)
            #expect(text.hasPrefix("HTTP/1.1 200"), "\(request.debugDescription.prefix(120)): \(text.prefix(300))")
            let byByte = try await onThread {
                let client = try RawClient(port: port)
                for byte in request.utf8 where request.utf8.count < 200 { try client.send([byte]) }
                if request.utf8.count >= 200 {
                    var rest = Array(request.utf8)[...]
                    while !rest.isEmpty {
                        try client.send(Array(rest.prefix(997)))
                        rest = rest.dropFirst(997)
                    }
                }
                return try client.readResponse().status
            }
            #expect(byByte == 200)
        }
    }

    @Test("a query of many parameters is served, and the connection with it") func manyParameters() async throws {
        try await withServer(Self.build) { _, port in
            for count in [1, 500, 5_000] {
                let answer = try await get(port, "/query?" + String(repeating: "a&", count: count))
                #expect(answer.text == "\(count)")
            }
        }
    }

    @Test("chunks in HTTP/1.0 end the connection, and so does HEAD of a stream, without a stray chunk")
    func ends() async throws {
        try await withServer(Self.build) { _, port in
            let old = try await whole(
                port,
                "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.0\r\n\r\n"
            )
            #expect(old.hasPrefix("HTTP/1.1 200") && old.components(separatedBy: "HTTP/1.").count == 2, "\(old)")
            let head = try await whole(
                port, "HEAD /events HTTP/1.1\r\n\(Self.host)\r\nGET / HTTP/1.1\r\n\(Self.host)\r\n")
            #expect(head.hasPrefix("HTTP/1.1 200") && head.hasSuffix("\r\n\r\n"), "\(head)")
            #expect(
                head.components(separatedBy: "HTTP/1.1").count == 2 && !head.lowercased().contains("chunked"), "\(head)"
            )
        }
    }

    @Test("a compressed body is 415") func compressed() async throws {
        try await withServer(Self.build) { _, port in
            for body in ["Content-Length: 2\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"] {
                let answer = try await exchange(
                    port, "POST / HTTP/1.1\r\n\(Self.host)Content-Encoding: gzip\r\n\(body)")
                #expect(answer.status == 415 && answer.headers["accept-encoding"] == "identity")
            }
            let plain = try await exchange(
                port, "POST / HTTP/1.1\r\n\(Self.host)Content-Encoding: identity\r\nContent-Length: 2\r\n\r\nab")
            #expect(plain.text == "2")
        }
    }
}
