import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Requests and what goes around them")
struct RequestTests {
    private let page = "https://app.example.org"

    @Test("no token, or a malformed one, is 401 with WWW-Authenticate; a role that may not is 403") func whoAsks()
        async throws
    {
        let api = try InProcess.alone()
        for header in [nil, "Bearer nonsense", "Bearer a.b.c", "Basic YTpi", "Bearer"] as [String?] {
            let fields: HTTPHeaders = header.map { ["Authorization": $0] } ?? [:]
            for (method, path) in [(HTTPMethod.get, "/scans"), (.post, "/scans"), (.get, "/jobs/1")] {
                let answer = try await api.send(method, path, as: nil, headers: fields)
                #expect(answer.status == 401, "\(header ?? "none") \(path): \(answer)")
                #expect(answer.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            }
        }
        #expect(try await api.send(.post, "/jobs", ["kind": "bench.noop"], as: .school).status == 403)
        for role in [Role.student, .professor] { #expect(try await api.send(.get, "/scans", as: role).status == 403) }
    }

    @Test(
        "a body that is no JSON is 400 and says where",
        arguments: [
            "{", "{\"provider\":\"aws\",}", "nonsense", "{\"a\":1}{}", "\u{FEFF}{}", "{\"a\":\u{7}}", "[1,]",
        ])
    func noJSON(body: String) async throws {
        let api = try InProcess.alone()
        for path in ["/scans", "/jobs", "/schedules", "/auth/signin"] {
            let answer = try await api.send(.post, path, bytes: Array(body.utf8))
            #expect(answer.status == 400 && answer["detail"].string?.contains("line 1") == true, "\(path): \(answer)")
        }
        #expect(
            try await api.send(.post, "/jobs", bytes: [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]).status == 400)
    }

    @Test("another media type is 415, no body and no JSON are 400") func mediaTypes() async throws {
        let api = try InProcess.alone()
        for type in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "json"] {
            let answer = try await api.send(.post, "/scans", [:], headers: ["Content-Type": type])
            #expect(answer.status == 415, "\(type): \(answer)")
        }
        #expect(try await api.send(.post, "/scans").status == 400)
    }

    @Test(
        "a limit, cursor or parameter that is none is 400",
        arguments: [
            "limit=0", "limit=1001", "limit=x", "limit=-1", "limit=99999999999999999999", "cursor=x", "cursor=",
            "unknown=1", "cursor=\u{0}",
        ])
    func parameters(query: String) async throws {
        let api = try InProcess.alone()
        for path in ["/scans", "/jobs", "/batches", "/schedules", "/findings"] {
            let answer = try await api.send(.get, "\(path)?\(query)")
            #expect(answer.status == 400, "\(path): \(answer)")
        }
        for query in ["status=x", "tenant=me", "created_after=now", "batch=1"] {
            #expect(try await api.send(.get, "/jobs?\(query)").status == 400, "\(query)")
        }
        #expect(try await api.send(.get, "/jobs?tenant=\(UUID())", as: .school).status == 400)
    }

    @Test("another method is 405 with Allow, another path 404, as problems") func methodsAndPaths() async throws {
        let api = try InProcess.alone()
        for (method, path, allowed) in [
            (HTTPMethod.put, "/scans", "POST"), (.delete, "/jobs", "GET"), (.post, "/healthz", "GET"),
        ] {
            let answer = try await api.send(method, path)
            #expect(answer.status == 405 && answer.headers["Allow"]?.contains(allowed) == true, "\(path): \(answer)")
        }
        for path in ["/nothing", "/scans/1/2/3", "/api/v2/scans", "/api/v1", "/scan"] {
            let answer = try await api.send(.get, path)
            #expect(answer.status == 404 && answer["title"] == "Not Found", "\(path): \(answer)")
        }
    }

    @Test("every answer keeps a browser from making anything of it, also one that no handler gave") func security()
        async throws
    {
        let api = try InProcess.alone()
        for path in ["/healthz", "/jobs", "/nothing"] {
            let answer = try await api.send(.get, path, as: nil)
            #expect(answer.headers["Content-Security-Policy"]?.contains("default-src 'none'") == true, "\(path)")
            #expect(answer.headers["Cross-Origin-Resource-Policy"] == "same-origin")
            #expect(answer.headers["Referrer-Policy"] == "no-referrer")
        }
    }

    @Test("pages of the origins that are named may call and read what they need, others may not, and none by default")
    func crossOrigin() async throws {
        let api = try InProcess.alone(["FLOTILLA_CORS_ORIGINS": "\(page),http://localhost:3000"])
        let preflight: HTTPHeaders = [
            "Origin": page, "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
        ]
        let asked = try await api.send(.options, "/jobs", as: nil, headers: preflight)
        #expect(asked.status == 204 && asked.headers["Vary"] == "Origin")
        #expect(asked.headers["Access-Control-Allow-Origin"] == page)
        #expect(asked.headers["Access-Control-Allow-Methods"]?.contains("POST") == true)
        let fields = asked.headers["Access-Control-Allow-Headers"]?.lowercased() ?? ""
        for name in ["authorization", "content-type", "idempotency-key", "last-event-id"] {
            #expect(fields.contains(name), "\(name)")
        }
        // Also a refusal can be read, so that a page knows to sign in again.
        let refused = try await api.send(.get, "/jobs", as: nil, headers: ["Origin": page])
        #expect(refused.status == 401 && refused.headers["Access-Control-Allow-Origin"] == page)
        for name in ["Location", "Retry-After", "Idempotent-Replayed", "X-Request-Id"] {
            #expect(refused.headers["Access-Control-Expose-Headers"]?.contains(name) == true, "\(name)")
        }
        for origin in ["https://evil.example.org", "null", "https://app.example.org.evil.org", ""] {
            let other = try await api.send(.options, "/jobs", as: nil, headers: ["Origin": origin])
            #expect(other.headers["Access-Control-Allow-Origin"] == nil && other.headers["Vary"] == "Origin")
        }
        let off = try await InProcess.alone().send(.options, "/jobs", as: nil, headers: preflight)
        #expect(off.headers["Access-Control-Allow-Origin"] == nil && off.headers["Vary"] == nil)
    }
}
