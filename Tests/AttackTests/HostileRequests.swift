import Foundation
import TestSupport

/// Complete requests in which one to three things are hostile; the same ones for the same seed.
struct HostileRequests: Sendable {
    struct Request: Sendable {
        let bytes: [UInt8]

        var line: String { String(decoding: bytes.prefix { $0 != 13 }, as: UTF8.self) }

        /// Whether the line has a target; else the library closes the connection without an answer.
        var hasTarget: Bool { line.contains(" ") }
    }

    private let token: String
    private let paths: [String]
    private var random: SeededGenerator

    init(token: String, paths: [String], seed: UInt64) {
        self.token = token
        self.paths = paths
        random = SeededGenerator(seed)
    }

    private static let values: [String: [String]] = [
        "Prefer": [
            "wait=1", "wait=99999999999999999999", "wait=-1", "wait=NaN", "wait=0x1", "wait=1e9", ";", ";;=;", "wait=,",
            "wait=\"1", "respond-async, wait=0", "return=minimal; wait=1; wait=2",
        ],
        "Authorization": [
            "", "Bearer", "Bearer ", "Basic YTpi", "bearer x", "Bearer a.b.c", "Bearer \u{37E}",
            "Bearer eyJhbGciOiJub25lIn0.e30.", "Digest username=\"a\"", "Bearer flt_00000000000000000000000000000000",
        ],
        "Last-Event-ID": [
            "0", "-1", "1-1", "1-99999999999999999999", "1-1-zzzz", "999999999999999-999999999999999", "-",
        ],
        "Idempotency-Key": ["", "a", "\"quoted\"", "a b", "a,b", "'; --", "\u{202E}"],
        "traceparent": [
            "00-00000000000000000000000000000000-0000000000000000-00", "ff-" + String(repeating: "f", count: 32), "00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x", "-", "00-" + String(repeating: "g", count: 32),
        ],
        "Content-Type": [
            "", "application/json", "application/json; charset=utf-16", "application/json;;", "text/plain", "/",
            "multipart/form-data; boundary=", "application/json; charset=\"", "a/b/c",
        ],
        "X-Forwarded-For": ["1.2.3.4", "::1", "999.1.1.1", ",,,", "fe80::1%eth0", "unknown, 10.0.0.1", "[::]:1", "_x"],
        "Range": ["bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=0-,0-,0-,0-", "bytes=99999999999999999999-", "x=1"],
        "Expect": ["100-continue", "100-Continue", "200-ok", "100-continue, x", ""],
        "If-None-Match": ["*", "W/\"", "\"a\", \"b\"", "\"", "a"],
    ]
    private static let names = values.keys.sorted()
    private static let queries = [
        "", "&", "=", "%", "%2", "%zz", "%00", "%ff%fe", "%F0%9F%98%80", "%CD%BE", "\u{37E}", "+", "zzz=1", "limit=",
        "limit=1&limit=2", "limit=0", "limit=-1", "limit=99999999999999999999", "limit=NaN", "limit=1e3", "limit=%31",
        "status=queued&status=queued", "status=nope", "cursor", "cursor=", "cursor=&cursor=", "a=b=c", ";", "?", "#",
        "created_after=infinity", "created_after=9999-12-31T23%3A59%3A59Z", "kind=%00", "limit%3d1", "[]=1",
    ]
    private static let scalars = [
        "0", "-1", "1e999", "NaN", "null", "true", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "99999999999999999999", "0.1", "\"\"", "\"\\u0000\"", "\"infinity\"", "\"9999-12-31T23:59:59.999999Z\"", "[]",
        "{}", "\"00000000-0000-0000-0000-000000000000\"", "\"-infinity\"", "\"2026-02-30T00:00:00Z\"", "1e18",
    ]
    private static let ids = [
        "0", "-1", "%00", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "%ff", "..",
        "%2e%2e%2f", "\u{37E}", "NaN", "99999999999999999999", "a%20b", "*", ":", "{id}",
    ]
    private static let lines = [
        "GET", "GET /", "GET  / HTTP/1.1", "GET / HTTP/1.2", "GET / HTTP/2.0", "GET / HTTP/0.9", "GET / HTTP/11",
        "GET / http/1.1", "get / HTTP/1.1", "G\u{0}T / HTTP/1.1", "GET /\u{0} HTTP/1.1", "GET * HTTP/1.1",
        "OPTIONS * HTTP/1.1", "GET http://test/jobs HTTP/1.1", "GET http://[::1 HTTP/1.1", "CONNECT a:1 HTTP/1.1",
        "TRACE / HTTP/1.1", "BREW /pot HTTP/1.1", "GET //jobs HTTP/1.1", "GET /jobs/ HTTP/1.1", "GET jobs HTTP/1.1",
        "GET /jobs\u{37E} HTTP/1.1", "GET /%6aobs HTTP/1.1", "GET /jobs HTTP/1.1 x", "GET\t/jobs\tHTTP/1.1",
        "HEAD /jobs HTTP/1.1", "POST /jobs HTTP/1.1", "DELETE /healthz HTTP/1.1", "PRI * HTTP/2.0",
    ]

    mutating func next() -> Request {
        let isPost = chance(4)
        var line: String?
        var target = isPost ? "/jobs" : paths.randomElement(using: &random) ?? "/jobs"
        var headers: [(name: String, value: [UInt8])] = [("Authorization", Array("Bearer \(token)".utf8))]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: line = Self.lines.randomElement(using: &random)
            case 1: target = String(target.prefix { $0 != "?" }) + "?" + query()
            case 2: target = String(target.prefix { $0 != "?" }) + "?cursor=" + cursor()
            case 3: target = "/jobs/" + (Self.ids.randomElement(using: &random) ?? "0")
            default:
                let name = Self.names.randomElement(using: &random) ?? "Prefer"
                // Some stand there twice.
                if !chance(4) { headers.removeAll { $0.name == name } }
                headers.append((name, value(of: name)))
            }
        }
        if line?.hasPrefix("POST") == false || !isPost {
            return Request(bytes: head(line ?? "GET \(target) HTTP/1.1", headers))
        }
        let body = Array(#"{"kind":"bench.noop"}"#.utf8)
        headers.append(("Content-Length", Array("\(body.count)".utf8)))
        return Request(bytes: head(line ?? "POST \(target) HTTP/1.1", headers) + body)
    }

    private func head(_ line: String, _ headers: [(name: String, value: [UInt8])]) -> [UInt8] {
        var bytes = Array("\(line)\r\nHost: test\r\n".utf8)
        for header in headers { bytes += Array("\(header.name): ".utf8) + header.value + [13, 10] }
        return bytes + [13, 10]
    }

    private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }

    private mutating func value(of name: String) -> [UInt8] {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return noise(Int.random(in: 0...60, using: &random))
        case 1: return Array(repeating: UInt8(ascii: "9"), count: chance(3) ? 30_000 : 3_000)
        case 2 where name == "Last-Event-ID": return Array(place().utf8)
        case 2: return Array("\(UInt64.random(in: 0...UInt64.max, using: &random))".utf8)
        default: return Array((Self.values[name]?.randomElement(using: &random) ?? "").utf8)
        }
    }

    /// Any bytes but those that end a line.
    private mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }.filter { $0 != 10 && $0 != 13 }
    }

    /// Much like a place in a job's stream.
    private mutating func place() -> String {
        let numbers = ["0", "1", "-1", "", "007", "999999999999999", "1000000000000000", "9223372036854775807", "a"]
        let parts = (0..<Int.random(in: 1...4, using: &random)).map { index in
            index < 2
                ? numbers.randomElement(using: &random) ?? "0"
                : String(UInt64.random(in: 0...UInt64.max, using: &random) >> (chance(2) ? 0 : 40), radix: 16)
        }
        return parts.joined(separator: "-")
    }

    private mutating func query() -> String {
        if chance(12) { return "limit=1&x=" + String(repeating: "a", count: chance(2) ? 4_000 : 40_000) }
        if chance(12) { return Array(repeating: "a=1", count: 3_000).joined(separator: "&") }
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.queries.randomElement(using: &random) ?? "" }
            .joined(separator: "&")
    }

    private mutating func cursor() -> String {
        let text: [UInt8]
        switch Int.random(in: 0..<5, using: &random) {
        case 0: text = noise(Int.random(in: 0...80, using: &random))
        case 1: return chance(2) ? "%ff" : String(repeating: "A", count: 5_000)
        case 2: text = Array((Self.scalars.randomElement(using: &random) ?? "0").utf8)
        default:
            let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                Self.scalars.randomElement(using: &random) ?? "0"
            }
            // As they are made: texts, one a line.
            text = Array(parts.map { $0.filter { $0 != "\"" } }.joined(separator: "\n").utf8)
        }
        let encoded = Data(text).base64EncodedString()
        let isURL = chance(2)
        return encoded.map {
            switch $0 {
            case "+": isURL ? "-" : "%2B"
            case "/": isURL ? "_" : "%2F"
            case "=": isURL ? "" : "%3D"
            default: String($0)
            }
        }.joined()
    }
}
