import FleetTestSupport
import Foundation
import RawHTTP
import Synchronization
import TestSupport
import Testing

extension Attacks {
    @Suite("Large bodies") struct LargeBodyAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        /// Valid: 20 jobs of 5 KB each.
        private static let batch: JSON = {
            let text = JSON.string(String(repeating: "x", count: 5_000))
            return ["jobs": .array((0..<20).map { _ in ["kind": "bench.noop", "payload": ["text": text]] })]
        }()

        private func time(_ caller: Caller) async throws -> Duration {
            let answer = try await caller.post("/jobs/batch", Self.batch)
            #expect(answer.status == 202, "\(answer)")
            return answer.time
        }

        @Test("many bodies of a megabyte delay another caller's large body by a few of them, not by all")
        func turns() async throws {
            let (attacker, victim) = (try await estate.fleet.user(role: "admin"), estate.admin)
            _ = try await time(victim)
            let alone = try await time(victim)
            let item = #"{"kind":"bench.noop","payload":{"a":[1,2,3,4,5,6,7,8,9],"b":"text"},"zzz":1},"#
            let items = String(repeating: item, count: (1 << 20) / item.utf8.count - 1)
            let body = #"{"jobs":["# + items.dropLast() + "]}"
            let request =
                attacker.header(
                    "POST", "/jobs/batch",
                    "Content-Type: application/json\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
                + body
            let count = Settings.size(32, full: 256)
            let port = try RawCrowd(attacker).port
            let statuses = Mutex<[Int: Int]>([:])
            let start = ContinuousClock.now
            for _ in 0..<count {
                Thread.detachNewThread {
                    let client = try? RawClient(port: port)
                    try? client?.send(request)
                    let status = (try? client?.readResponse().status) ?? 0
                    statuses.withLock { $0[status, default: 0] += 1 }
                }
            }
            var (times, slowest) = (0, Duration.zero)
            while statuses.withLock({ $0.values.reduce(0, +) }) < count, ContinuousClock.now - start < .seconds(60) {
                slowest = max(slowest, try await time(victim))
                times += 1
            }
            let (all, answers) = (ContinuousClock.now - start, statuses.withLock { $0 })
            func ms(_ time: Duration) -> Int { Int(time / .milliseconds(1)) }
            print(
                """
                figure: \(count) bodies of 1 MB (\(answers.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" })) \
                in \(ms(all)) ms: another caller's body of 100 KB took \(ms(slowest)) ms at most of \(times), \
                alone \(ms(alone)) ms
                """)
            #expect(answers[0] == nil && answers.keys.allSatisfy { $0 < 500 }, "\(answers)")
            #expect(times > 1 && slowest < max(all / 4, .milliseconds(500)))
        }
    }
}
