import FleetTestSupport
import Foundation
import RawHTTP
import TestSupport
import Testing

extension Attacks {
    /// Hostile request lines, queries, cursors and headers, byte for byte, against a whole API.
    @Suite("Fuzzed headers") struct HeaderFuzz {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        /// What a run of the fuzzer met.
        private struct Record {
            var answers: [Int: Int] = [:]
            /// Requests whose line has no target.
            var closed = 0
            var slowest = Duration.zero
            var slow = ""
            var faults: [String] = []
        }

        @Test(
            "no header, request line, query or cursor makes a 5xx or a silence, and the process lives",
            .timeLimit(.minutes(5)))
        func fuzz() async throws {
            let seed = Settings.seed
            print("seed \(seed)")
            let (admin, pid) = (estate.admin, try estate.fleet.api.pid)
            let job = try await admin.job("bench.noop")
            _ = try await admin.settled(job)
            // Routes that change nothing: what is fuzzed is how a request is read.
            let paths = try await RouteLine.all(estate.fleet).filter {
                // Metrics are collected anew at most once a second: they would take most of the time.
                $0.method == "GET" && $0.pattern != "/metrics"
            }.map {
                $0.path { ["id": job, "name": "bench", "type": "vpc"][$0] ?? UUID().uuidString.lowercased() }
            }
            #expect(paths.count > 15)
            let port = try RawCrowd(admin).port
            let record = await Task.detached {
                Self.run(HostileRequests(token: admin.token ?? "", paths: paths, seed: seed), port)
            }.value
            print(
                """
                figure: fuzzed headers: \(record.answers.values.reduce(0, +)) answers, slowest \
                \(Int(record.slowest / .milliseconds(1))) ms (\(record.slow.prefix(60))), \
                \(record.answers.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }), \
                \(record.closed) closed
                """)
            #expect(record.faults.isEmpty, "\(record.faults.prefix(5))")
            #expect(record.answers[200, default: 0] > 0 && record.answers[400, default: 0] > 0)
            #expect(try estate.fleet.api.pid == pid && estate.fleet.api.isRunning)
            #expect(try await estate.victim.caller.get("/jobs?limit=1").status == 200)
        }

        private static func run(_ requests: HostileRequests, _ port: Int) -> Record {
            var (requests, record) = (requests, Record())
            let end = ContinuousClock.now + Settings.size(.seconds(4), full: .seconds(60))
            while ContinuousClock.now < end, record.faults.count < 20 {
                let request = requests.next()
                let text = String(decoding: request.bytes.prefix(600), as: UTF8.self).debugDescription
                let start = ContinuousClock.now
                do {
                    let status = try answer(to: request, port)
                    record.answers[status, default: 0] += 1
                    if status >= 500, status != 501, status != 505 { record.faults.append("\(status): \(text)") }
                } catch RawClient.Failure.closed(let bytes) where bytes.isEmpty && !request.hasTarget {
                    record.closed += 1
                } catch {
                    record.faults.append("\(error): \(text)")
                }
                let time = ContinuousClock.now - start
                if time > record.slowest { (record.slowest, record.slow) = (time, request.line) }
                if time > .seconds(2) { record.faults.append("\(time): \(text)") }
            }
            return record
        }

        /// The final answer's status.
        private static func answer(to request: HostileRequests.Request, _ port: Int) throws -> Int {
            let client = try RawClient(port: port)
            defer { client.close() }
            // A request that is refused before its end may be closed on while it is sent; its answer is there.
            try? client.send(request.bytes)
            while true {
                // Streams of events stay open: the head is an answer.
                let head = try client.readHead()
                let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
                guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
                    throw Unexpected(head)
                }
                if status != 100 { return status }
            }
        }
    }
}
