import FleetTestSupport
import Foundation
import HTTPServer
import RawHTTP
import Reactor
import Testing

@testable import API

@Suite("A page that listens")
struct BrowserTests {
    /// Blocking calls, on a thread of their own. It checks nothing: an expectation there belongs to no test.
    private func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            startThread(named: "browser") { continuation.resume(with: Result { try body() }) }
        }
    }

    /// The header of an event stream, and its first events or all of them.
    private func listen(_ request: String, toEnd: Bool, at port: Int) async throws -> (head: String, events: String) {
        try await onThread {
            let client = try RawClient(port: port)
            try client.send(request)
            let head = try client.readHead().lowercased()
            var events = ""
            while let chunk = try client.readChunk() {
                events += String(decoding: chunk, as: UTF8.self)
                if !toEnd { break }
            }
            return (head, events)
        }
    }

    /// What `fetch` sends for the snippet in docs/watching.md: first the preflight, then the request, and after a break
    /// the request with the last id.
    @Test("a page of another origin reads a job's events with fetch, and goes on where it was") func listens()
        async throws
    {
        try await InProcess.with(["FLOTILLA_CORS_ORIGINS": "https://app.example.org"]) { api in
            var web = WebServerConfiguration(host: "127.0.0.1", port: 0)
            web.threads = 1
            let server = WebServer(configuration: web, router: api.router)
            let port = try server.start()
            let streams = Task { try await api.context.streams.run() }
            let id = try #require(try await api.send(.post, "/jobs", ["kind": "bench.noop"])["id"].string)
            let token = try api.token()
            let page = "Origin: https://app.example.org\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Site: cross-site\r\n"
            let path = "/api/v1/jobs/\(id)/events"
            let preflight =
                "OPTIONS \(path) HTTP/1.1\r\nHost: api\r\n\(page)Access-Control-Request-Method: GET\r\n"
                + "Access-Control-Request-Headers: authorization,last-event-id\r\n\r\n"
            let get = "GET \(path) HTTP/1.1\r\nHost: api\r\n\(page)Authorization: Bearer \(token)\r\n"
            let asked = try await onThread {
                let client = try RawClient(port: port)
                try client.send(preflight)
                return try client.readResponse()
            }
            #expect(asked.status == 204)
            #expect(asked.headers["access-control-allow-origin"] == "https://app.example.org")
            #expect(asked.headers["access-control-allow-methods"]?.contains("GET") == true)
            let allowed = asked.headers["access-control-allow-headers"]?.lowercased() ?? ""
            #expect(allowed.contains("authorization") && allowed.contains("last-event-id"))
            let first = try await listen(get + "\r\n", toEnd: false, at: port)
            #expect(first.head.contains("access-control-allow-origin: https://app.example.org"), "\(first.head)")
            #expect(first.head.contains("content-type: text/event-stream"))
            #expect(first.events.contains("event: status") && first.events.contains(id), "\(first.events)")
            _ = try await api.send(.delete, "/jobs/\(id)")
            let place = try #require(first.events.split(separator: "\n").first { $0.hasPrefix("id: ") }).dropFirst(4)
            let rest = try await listen(get + "Last-Event-ID: \(place)\r\n\r\n", toEnd: true, at: port)
            #expect(rest.head.contains("access-control-allow-origin: https://app.example.org"), "\(rest.head)")
            #expect(rest.events.contains("event: done") && rest.events.contains(#""status":"cancelled""#), "\(rest)")
            await api.context.streams.stop(by: .now)
            try await streams.value
            await server.stop(grace: .zero)
        }
    }
}
