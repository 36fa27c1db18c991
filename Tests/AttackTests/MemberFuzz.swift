import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Attacks {
    /// Hostile values in every member and parameter that the API itself names, on every route.
    @Suite("Fuzzed members") struct MemberFuzz {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private static let texts = [
            "", "\u{0}", "a\u{0}b", "Europe/Paris\u{0}", String(repeating: "x", count: 5000), "\u{202E}\u{85}", "'; --",
            "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00Z", "infinity", "NaN", "-1", "99999999999999999999", "%",
            "\\",
            "😀", "00000000-0000-0000-0000-000000000000", "bench", "bench.noop", "queued", "failed", "* * * * *", "UTC",
            "\u{FFFF}\u{10FFFF}",
        ]
        private static let literals = [
            "null", "true", "0", "-1", "-0", "1e308", "1e999", "1e-999", "9223372036854775808", "0.1e1", "1e-390", "[]",
            "{}",
            "[[[]]]", #"{"":{"":null}}"#, "[null,1]", "4294967296", "2147483648", "1e18", "0.0000000001",
        ]
        /// What goes beside a fuzzed member, so that the rest of the body is read.
        private static let bases: [String: [String: String]] = [
            "/jobs": ["kind": "\"bench.noop\""],
            "/jobs/batch": ["jobs": #"[{"kind":"bench.noop"}]"#],
            "/schedules": ["name": "\"fuzzed\"", "cron": "\"0 0 1 1 *\"", "kind": "\"bench.noop\""],
            "/scans": [
                "provider": "\"aws\"", "services": #"["ec2"]"#, "role_arn": #""arn:aws:iam::111122223333:role/scan""#,
                "regions": #"["eu-west-1"]"#,
            ],
            "/jobs/cancel": ["filter": #"{"error_code":"fuzz"}"#], "/jobs/retry": ["filter": #"{"error_code":"fuzz"}"#],
        ]
        private static let nested = [
            "filter", "batch", "callback", "kinds", "tenants", "scan", "each_tenant", "payload",
        ]

        @Test(
            "no value of any member, parameter, cursor or id makes a 5xx, and the process lives",
            .timeLimit(.minutes(10)))
        func fuzz() async throws {
            let seed = Settings.seed
            print("seed \(seed)")
            var random = SeededGenerator(seed)
            let (pid, admin) = (try estate.fleet.api.pid, estate.admin)
            let routes = try await RouteLine.all(estate.fleet).filter {
                // Signing out would end the token of all that follow.
                !["/metrics", "/auth/signout", "/auth/session"].contains($0.pattern) && !$0.pattern.hasSuffix("/events")
            }
            var names: [RouteLine: [String]] = [:]
            for route in routes { names[route] = try await known(to: route) }
            let pool = Set(names.values.joined()).sorted() + Self.nested
            #expect(pool.count > 40, "\(pool)")
            var statuses: [Int: Int] = [:]
            for _ in 0..<Settings.size(1200, full: 60_000) {
                let route = try #require(routes.randomElement(using: &random))
                let request = Self.request(route, names[route] ?? [], pool, &random)
                let answer = try await admin.send(
                    route.method, request.path, body: Array(request.body.utf8), within: .seconds(20))
                statuses[answer.status, default: 0] += 1
                // Nothing is unavailable here: a 503 with `Retry-After` would blame the server for what was sent.
                #expect(
                    answer.status < 500,
                    "\(route.method) \(request.path) \(request.body.prefix(500)): \(answer)")
            }
            print("figure: fuzzed members: \(statuses.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" })")
            #expect(try estate.fleet.api.pid == pid && estate.fleet.api.isRunning)
            try await estate.fleet.database.query("delete from limits")
            try await estate.fleet.database.query("delete from schedules where tenant is null")
        }

        /// What the route says it knows when it is sent something that it does not.
        private func known(to route: RouteLine) async throws -> [String] {
            let path = route.path { $0 == "name" ? "bench" : $0 == "type" ? "vpc" : UUID().uuidString }
            let answer =
                route.method == "GET" || route.method == "DELETE"
                ? try await estate.admin.send(route.method, path + "?zzz=1")
                : try await estate.admin.send(route.method, path, body: Array(#"{"zzz":1}"#.utf8))
            let text = String(decoding: answer.body, as: UTF8.self)
            return text.matches(of: #/known[^:]* are ([^".]*)/#).flatMap {
                $0.output.1.split(separator: ", ").map(String.init)
            }
        }

        private static func request(
            _ route: RouteLine, _ names: [String], _ pool: [String], _ random: inout SeededGenerator
        ) -> (path: String, body: String) {
            var path = route.path { name in
                let own = ["name": "bench", "type": "vpc"][name] ?? UUID().uuidString.lowercased()
                return Int.random(in: 0..<4, using: &random) == 0
                    ? escaped(texts.randomElement(using: &random) ?? "x") : own
            }
            guard route.method == "POST" || route.method == "PATCH" else {
                let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    let value = Bool.random(using: &random) ? text(&random) : cursor(&random)
                    return
                        "\((names + ["cursor", "limit"]).randomElement(using: &random) ?? "cursor")=\(escaped(value))"
                }
                if !items.isEmpty { path += "?" + items.joined(separator: "&") }
                return (path, "")
            }
            var members = bases[route.pattern] ?? [:]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let isOwn = !names.isEmpty && Int.random(in: 0..<5, using: &random) > 0
                let name = (isOwn ? names : pool).randomElement(using: &random) ?? "x"
                members[name] = value(pool, depth: 2, &random)
            }
            return (path, object(members))
        }

        private static func value(_ pool: [String], depth: Int, _ random: inout SeededGenerator) -> String {
            switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &random) {
            case 0, 1: return quoted(text(&random))
            case 2: return literals.randomElement(using: &random) ?? "0"
            case 3:
                return "[" + (0..<2).map { _ in value(pool, depth: depth - 1, &random) }.joined(separator: ",") + "]"
            default:
                var members: [String: String] = [:]
                for _ in 0..<2 {
                    let name =
                        Int.random(in: 0..<6, using: &random) == 0 ? text(&random) : pool.randomElement(using: &random)
                    members[name ?? "x"] = value(pool, depth: depth - 1, &random)
                }
                return object(members)
            }
        }

        private static func text(_ random: inout SeededGenerator) -> String {
            if Int.random(in: 0..<4, using: &random) > 0 { return texts.randomElement(using: &random) ?? "" }
            return String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...20, using: &random)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &random))
                    }))
        }

        /// Of the form that cursors have, with anything in it.
        private static func cursor(_ random: inout SeededGenerator) -> String {
            let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in text(&random) }
            return Data(parts.joined(separator: "\n").utf8).base64EncodedString()
        }

        private static func object(_ members: [String: String]) -> String {
            "{" + members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\($0.value)" }.joined(separator: ",")
                + "}"
        }

        private static func quoted(_ text: String) -> String {
            String(decoding: JSON.string(text).bytes, as: UTF8.self)
        }

        private static func escaped(_ text: String) -> String {
            // Our client takes no longer addresses than servers do.
            text.utf8.prefix(1200).map { "%" + String(Int($0) | 0x100, radix: 16).dropFirst().uppercased() }.joined()
        }
    }
}
