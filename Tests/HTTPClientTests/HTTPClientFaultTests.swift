import Foundation
import HTTPClient
import PythonHelpers
import Testing

@Suite("How the HTTP client fails", .timeLimit(.minutes(2)))
struct HTTPClientFaultTests {
    private func fault(_ path: String, _ change: (inout HTTPClientLimits) -> Void = { _ in }) async throws
        -> HTTPClientError?
    {
        var request = HTTPClientRequest(url: try await SharedServer.get().url(path))
        change(&request.limits)
        return try await failure(of: request)
    }

    @Test("a silent server is cut off at the limit for the first byte, and at the total one")
    func silent() async throws {
        let first = try await fault("/silent") { $0.firstByte = .milliseconds(200) }
        #expect(first == HTTPClientError(.timedOut(.firstByte), requestMayHaveBeenSent: true))
        let total = try await fault("/silent") { $0.total = .milliseconds(200) }
        #expect(total == HTTPClientError(.timedOut(.total), requestMayHaveBeenSent: true))
    }

    @Test("a server that drips a byte a second is cut off by the total limit, and by the least rate")
    func drip() async throws {
        let total = try await fault("/drip") { $0.total = .milliseconds(1500) }
        #expect(total?.kind == .timedOut(.total))
        let slow = try await fault("/drip") { $0.lowSpeed = .init(bytesPerSecond: 100, window: .seconds(1)) }
        #expect(slow == HTTPClientError(.timedOut(.stalled), requestMayHaveBeenSent: true))
    }

    @Test("a server that never accepts ends at the limit for connecting, nothing sent")
    func neverAccepts() async throws {
        let port = try await SharedServer.get().ports.full
        let limits = HTTPClientLimits(total: .seconds(10), connect: .milliseconds(300))
        let error = try await failure(of: HTTPClientRequest(url: "http://127.0.0.1:\(port)/", limits: limits))
        #expect(error == HTTPClientError(.connectTimedOut))
    }

    @Test("a refused connection and an unknown name are different errors, nothing sent")
    func unreachable() async throws {
        let port = try await SharedServer.get().ports.refused
        let refused = try await failure(of: HTTPClientRequest(url: "http://127.0.0.1:\(port)/"))
        #expect(refused == HTTPClientError(.cannotConnect))
        // RFC 6761 keeps .invalid from ever resolving.
        let unknown = try await failure(of: HTTPClientRequest(url: "http://nowhere.invalid/"))
        #expect(unknown == HTTPClientError(.cannotResolve))
    }

    @Test("a connection that ends in mid-body is a reset, not a short body", arguments: ["/reset", "/cut", "/hang-up"])
    func brokenOff(_ path: String) async throws {
        #expect(try await fault(path) == HTTPClientError(.reset, requestMayHaveBeenSent: true))
    }

    @Test("what is not HTTP, or does not decode, is a malformed answer", arguments: ["/garbage", "/broken-gzip"])
    func malformed(_ path: String) async throws {
        #expect(try await fault(path)?.kind == .malformedAnswer)
    }

    @Test(
        "a body beyond the limit is an error, whether counted, announced or packed",
        arguments: ["/huge?1000001", "/declared?1000001", "/bomb"])
    func tooLarge(_ path: String) async throws {
        #expect(try await fault(path) { $0.responseBytes = 1_000_000 }?.kind == .tooLarge)
    }

    @Test("a body of exactly the limit is whole")
    func exact() async throws {
        let limits = HTTPClientLimits(responseBytes: 1_000_000)
        let url = try await SharedServer.get().url("/huge?1000000")
        #expect(try await WebClient().send(HTTPClientRequest(url: url, limits: limits)).body.count == 1_000_000)
    }

    @Test("headers without end are an error")
    func headers() async throws {
        #expect(try await fault("/headers")?.kind == .tooLarge)
    }

    @Test(
        "a URL that is not plain http or https is refused",
        arguments: [
            "", "nonsense", "file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://a b/", "http://127.0.0.1/\n",
            "http://127.0.0.1/\u{0}x", "http://user:secret@127.0.0.1/", "http://127.0.0.1:99999/", "http://é.example/",
        ])
    func invalidURL(_ url: String) async throws {
        #expect(try await failure(of: HTTPClientRequest(url: url)) == HTTPClientError(.invalidURL))
    }

    @Test("a header or method that would smuggle another line is refused")
    func smuggling() async throws {
        let url = try await SharedServer.get().url("/ok")
        for (name, value) in [("X-A", "1\r\nX-B: 2"), ("X-A\r\nX-B", "1"), ("X A", "1"), ("", "1"), ("X-A", "\u{0}")] {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name, value)
            #expect(try await failure(of: request) == HTTPClientError(.invalidRequest))
        }
        let method = HTTPClientRequest(method: "GET /other HTTP/1.1\r\n", url: url)
        #expect(try await failure(of: method) == HTTPClientError(.invalidRequest))
    }

    @Test("cancelling the task ends the transfer at once and closes the connection")
    func cancellation() async throws {
        let server = try await FaultyServer()
        let client = WebClient()
        let task = Task { try await client.send(HTTPClientRequest(url: server.url("/silent"))) }
        try await server.awaitRequest("/silent")
        task.cancel()
        let error = await task.result.error as? HTTPClientError
        #expect(error == HTTPClientError(.cancelled, requestMayHaveBeenSent: true))
        try await server.awaitClosed("/silent")
    }

    @Test("a task that is cancelled before it sends sends nothing")
    func cancelledEarly() async throws {
        let server = try await FaultyServer()
        let client = WebClient()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(HTTPClientRequest(url: server.url("/ok")))
        }
        #expect(await task.result.error as? HTTPClientError == HTTPClientError(.cancelled))
        #expect(try await server.seen().isEmpty)
    }

    @Test("waiting for a place counts towards the total limit, and the request was not sent")
    func queued() async throws {
        let server = try await FaultyServer()
        let client = WebClient(HTTPClientConfiguration(requestsPerHost: 1))
        let first = Task { try await client.send(HTTPClientRequest(url: server.url("/gate"))) }
        try await server.awaitRequest("/gate")
        let limits = HTTPClientLimits(total: .milliseconds(100))
        let late = try await failure(of: HTTPClientRequest(url: server.url("/ok"), limits: limits), with: client)
        #expect(late == HTTPClientError(.timedOut(.total)))
        try await server.open()
        #expect(try await first.value.status == 200)
    }

    @Test("a certificate is believed only when its authority was named")
    func certificates() async throws {
        let server = try await SharedServer.get()
        let url = "https://localhost:\(server.ports.https)/ok"
        #expect(try await failure(of: HTTPClientRequest(url: url)) == HTTPClientError(.tls))
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("flotilla-\(UUID()).pem")
        try server.ports.ca.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let client = WebClient(HTTPClientConfiguration(certificateAuthorityFile: file.path))
        #expect(try await client.send(HTTPClientRequest(url: url)).body == Array("hello".utf8))
    }

    @Test("an error's description is a code and holds no URL")
    func description() async throws {
        #expect("\(HTTPClientError(.timedOut(.firstByte)))" == "http_timed_out_firstByte")
        #expect("\(HTTPClientError(.other(code: 99)))" == "http_curl_99")
    }
}

extension Result {
    var error: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
