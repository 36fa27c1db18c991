import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("Figures of a fleet") struct FigureRoadTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        /// Of a kind that other tests run as well: they only rise.
        private struct Counts {
            var enqueued = 0
            var started = 0
            var succeeded = 0
            var retried = 0
            var failed = 0
            var cancelled = 0

            func isAtLeast(_ other: Counts) -> Bool {
                enqueued >= other.enqueued && started >= other.started && succeeded >= other.succeeded
                    && retried >= other.retried && failed >= other.failed && cancelled >= other.cancelled
            }
        }

        private func counts(of kind: String) async throws -> Counts {
            let from = (Date() - 900).formatted(.iso8601)
            let answer = try await estate.admin.get("/activity?by=kind&from=\(from)")
            let series = answer["series"].array.first { $0["name"].string == kind }
            var counts = Counts()
            for point in series?["points"].array ?? [] {
                counts.enqueued += point["enqueued"].int ?? 0
                counts.started += point["started"].int ?? 0
                counts.succeeded += point["succeeded"].int ?? 0
                counts.retried += point["retried"].int ?? 0
                counts.failed += point["failed"].int ?? 0
                counts.cancelled += point["cancelled"].int ?? 0
            }
            return counts
        }

        @Test("what is enqueued over HTTP and by SQL, what becomes of it and why it fails is shown within seconds")
        func road() async throws {
            let (admin, fleet) = (estate.admin, estate.fleet)
            let before = try await counts(of: "bench.fail")
            let id = try await admin.job("bench.fail", ["times": 1])
            try await fleet.database.query("select flotilla.enqueue('bench.fail', '{\"times\": 0}')")
            let dead = try await admin.job("bench.fail", ["times": 9], ["max_attempts": 1])
            let late = try await admin.job(
                "bench.fail", ["times": 0], ["run_at": .string((Date() + 3600).formatted(.iso8601))])
            #expect(try await admin.send("DELETE", "/jobs/\(late)").status == 200)
            #expect(try await admin.settled(id)["status"] == "succeeded")
            #expect(try await admin.settled(dead)["status"] == "failed")
            let expected = Counts(
                enqueued: before.enqueued + 4, started: before.started + 4, succeeded: before.succeeded + 2,
                retried: before.retried + 1, failed: before.failed + 1, cancelled: before.cancelled + 1)
            let isShown = try await eventually { try await counts(of: "bench.fail").isAtLeast(expected) }
            let found = try await counts(of: "bench.fail")
            #expect(isShown, "\(found) instead of \(expected)")
            let group = try await admin.get("/failures?by=kind,error_code")["items"].array.first {
                $0["kind"] == "bench.fail"
            }
            #expect(group?["count"].int ?? 0 >= 2 && group?["failed"].int ?? 0 >= 1, "\(group ?? .null)")
            let overview = try await admin.get("/overview")
            let bench = try #require(overview["queues"].array.first { $0["name"] == "bench" }, "\(overview)")
            #expect(bench["workers"] == 1 && bench["slots"].int ?? 0 > 0 && bench["queued"].int != nil, "\(bench)")
            #expect(bench["run"]["p50"].double != nil && overview["workers"]["alive"].int ?? 0 >= 2)
            #expect(overview["servers"]["status"] == "ready", "\(overview)")
            // They are left out where Redis does not answer in time.
            #expect(try await eventually { try await admin.get("/overview")["limits"] != .null })
        }
    }
}
