import FleetTestSupport
import Foundation
import RawHTTP
import TestSupport
import Testing

extension Attacks {
    /// The attacker and the others come from one address.
    @Suite("What is finite is shared out", .serialized) struct ShareTests {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        /// Statuses of the answers that have come, without waiting for those that have not.
        private func statuses(of crowd: RawCrowd) -> [Int: Int] {
            var counts: [Int: Int] = [:]
            for client in crowd.clients {
                var bytes = [UInt8](repeating: 0, count: 12)
                let count = recv(client.descriptor, &bytes, bytes.count, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
                guard count == 12, let status = Int(String(decoding: bytes[9...], as: UTF8.self)) else { continue }
                counts[status, default: 0] += 1
            }
            return counts
        }

        /// Waits until as many have been answered with the status.
        private func come(_ count: Int, _ status: Int, to crowd: RawCrowd) async throws -> Bool {
            try await eventually(within: .seconds(20)) { statuses(of: crowd)[status, default: 0] >= count }
        }

        /// The slowest of some new connections' `/healthz`.
        private func newcomers(_ count: Int = 10) throws -> Duration {
            let crowd = try RawCrowd(estate.fleet.anybody)
            var slowest = Duration.zero
            for _ in 0..<count {
                let start = ContinuousClock.now
                let client = try RawClient(port: crowd.port)
                try client.send("GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try client.readResponse().status == 200)
                slowest = max(slowest, .now - start)
            }
            return slowest
        }

        @Test("the waiting requests of one user are no more than its share") func waits() async throws {
            let job = try await estate.admin.job("bench.noop", [:], ["run_at": "2099-01-01T00:00:00Z"])
            let admin = try await estate.fleet.user(role: "admin")
            let count = Settings.size(600, full: 4_200)
            let crowd = try RawCrowd(admin)
            defer { crowd.close() }
            let (_, toll) = try await estate.bystander.during {
                try crowd.open(
                    count, sending: admin.header("GET", "/jobs/\(job)", "Prefer: wait=60\r\n\r\n"))
                #expect(try await come(count - 256, 429, to: crowd), "\(statuses(of: crowd))")
            }
            estate.report("\(count) waits of one user", toll)
            #expect(toll.refused.isEmpty && toll.slowest < .seconds(2))
            #expect(try newcomers() < .seconds(1))
            let metrics = String(decoding: try await estate.fleet.anybody.get("/metrics").body, as: UTF8.self)
            #expect(metrics.contains(#"flotilla_http_refused_total{resource="waits"}"#))
            #expect(try estate.fleet.api.log.contains("a caller is refused: waits"))
        }

        @Test("without a token a body is not received, with one no more than the caller's share of bodies")
        func bodies() async throws {
            let crowd = try RawCrowd(estate.attacker.caller)
            defer { crowd.close() }
            let body = String(repeating: " ", count: (1 << 20) - 1)
            let length = "Content-Type: application/json\r\nContent-Length: \(1 << 20)\r\n\r\n"
            try crowd.open(20, sending: estate.fleet.anybody.header("POST", "/scans", length))
            #expect(try await come(20, 401, to: crowd), "\(statuses(of: crowd))")
            try crowd.open(20, sending: estate.fleet.anybody.header("POST", "/auth/signin", length))
            #expect(try await come(20, 413, to: crowd), "\(statuses(of: crowd))")
            let count = Settings.size(150, full: 330)
            let (_, toll) = try await estate.bystander.during {
                try crowd.open(count, sending: estate.attacker.caller.header("POST", "/scans", length) + body)
                let large = try await estate.victim.caller.send(
                    "POST", "/scans", body: Array(String(repeating: " ", count: 100_000).utf8))
                #expect(large.status == 400, "\(large)")
                // What is beyond the share is refused, and what does not come on is given up.
                let areOver = try await eventually(within: .seconds(25)) {
                    let counts = statuses(of: crowd)
                    return counts[408, default: 0] + counts[429, default: 0] >= count
                }
                #expect(areOver, "\(statuses(of: crowd))")
            }
            estate.report("\(count) unfinished bodies of one user", toll)
            #expect(toll.refused.isEmpty && toll.slowest < .seconds(5))
        }

        @Test("connections that send nothing, half a header or one request leave a new client served at once")
        func connections() async throws {
            let count = Settings.size(1_500, full: 17_000)
            for beginning in ["", "GET /healthz HTTP/1.1\r\nHost: t", "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n"] {
                let crowd = try RawCrowd(estate.fleet.anybody)
                defer { crowd.close() }
                let (slowest, toll) = try await estate.bystander.during {
                    try crowd.open(count, sending: beginning)
                    return try newcomers(5)
                }
                estate.report("\(count) connections that sent \(beginning.prefix(24).debugDescription)", toll)
                print("figure: a new client's /healthz then: \(slowest)")
                #expect(slowest < .seconds(1.5) && toll.refused.isEmpty)
            }
        }

        @Test("clients that ask again and again and read nothing are closed, and others are served") func unread()
            async throws
        {
            let crowd = try RawCrowd(estate.attacker.caller)
            defer { crowd.close() }
            let requests = String(
                repeating: estate.attacker.caller.header("GET", "/jobs?limit=1000", "\r\n"), count: 2_000)
            let (_, toll) = try await estate.bystander.during {
                for _ in 0..<8 {
                    let client = try RawClient(port: crowd.port, receiveBuffer: 4096)
                    var time = timeval(tv_sec: 0, tv_usec: 200_000)
                    setsockopt(client.descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
                    // Until the server takes no more of them.
                    try? client.send(requests)
                }
            }
            estate.report("8 clients that pipeline 2,000 requests and read nothing", toll)
            #expect(toll.refused.isEmpty && toll.slowest < .seconds(2))
            #expect(try newcomers() < .seconds(1))
        }

        private func clientsThatLeft() async throws -> Int {
            let metrics = String(decoding: try await estate.fleet.anybody.get("/metrics").body, as: UTF8.self)
            return metrics.split(separator: "\n").filter { $0.contains(#"status="499""#) }
                .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
        }

        @Test("each answer of 500 is a line with its request's id; a client that leaves is none") func lines()
            async throws
        {
            let api = try estate.fleet.api
            try await estate.fleet.database.query("alter table scans rename to scans_elsewhere")
            let failed = try await estate.victim.caller.get("/scans", headers: [("X-Request-Id", "a-failed-request")])
            try await estate.fleet.database.query("alter table scans_elsewhere rename to scans")
            #expect(failed.status >= 500)
            #expect(await api.line(with: #""request_id":"a-failed-request""#)?.contains("/scans") == true)
            let job = try await estate.admin.job("bench.noop", [:], ["run_at": "2099-01-01T00:00:00Z"])
            let crowd = try RawCrowd(estate.admin)
            let before = try await clientsThatLeft()
            try crowd.open(
                20,
                sending: estate.admin.header(
                    "GET", "/jobs/\(job)", "X-Request-Id: one-who-left\r\nPrefer: wait=60\r\n\r\n"))
            try await Task.sleep(for: .milliseconds(300))
            crowd.close()
            let areCounted = try await eventually(within: .seconds(10)) { try await clientsThatLeft() >= before + 20 }
            #expect(areCounted)
            #expect(!api.log.contains("one-who-left"))
        }
    }
}
