import FleetTestSupport
import Foundation
import Postgres
import Redis
import TestSupport
import Testing

extension Drills {
    @Suite("Compatibility", .serialized) struct Compatibility {
        @Test(
            "what a fleet of the version before left when it was killed is taken over: every open job ends rightly",
            arguments: try Fixture.all, [true, false])
        func takenOver(_ fixture: Fixture, withDispatcher: Bool) async throws {
            try await Drill.run(
                "from \(fixture.testDescription)\(withDispatcher ? "" : ", Redis empty")",
                prepare: { postgres, redis in
                    try await fixture.load(postgres)
                    if withDispatcher { try await fixture.load(redis) }
                }
            ) { drill in
                let open = try await Self.jobs("status not in ('succeeded', 'failed', 'cancelled')", drill)
                let cancelled = try await Self.jobs("cancel_requested_at is not null and status = 'running'", drill)
                let running = try await Self.jobs("status = 'running'", drill)
                let settled = try await Self.jobs("status in ('succeeded', 'failed', 'cancelled')", drill)
                let statuses = try await drill.verdict().statuses
                drill.report(
                    "found \(statuses.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))"
                )
                #expect(Set(statuses.keys).count == 7, "a job in every status")
                try await Self.answersForSettled(settled, drill)
                try await Self.uniqueKeysHold(drill)

                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(1, of: "BenchWorker")
                let time = try await drill.drained(within: .seconds(40))
                let after = try await Self.jobs("status = 'succeeded'", drill)
                #expect(open.subtracting(cancelled).isSubset(of: after), "\(Drill.tail(of: drill.fleet))")
                #expect(cancelled.isSubset(of: try await Self.jobs("status = 'cancelled'", drill)))
                let lost = try await drill.fleet.count(
                    """
                    select count(*) from (select job_id from job_attempts where ended = 'lost'
                        union select id from jobs where attempt_end in ('lost', 'cancelled')) found
                    where job_id = any(\(Array(running)))
                    """)
                #expect(lost == running.count)
                let verdict = try await drill.verdict()
                #expect(verdict.doubled == 0 && verdict.withoutEffect == 0 && verdict.open == 0)
                drill.report("\(open.count) open jobs ended within \(time.text), \(running.count) of them put back")
                try await Self.nothingIsLeased(drill)
                try await Self.canGoOn(drill)
                await crew.end()
            }
        }

        private static func jobs(_ condition: String, _ drill: Drill) async throws -> Set<UUID> {
            let rows = try await drill.fleet.database.query("select id from jobs where \(unescaped: condition)").rows
            return Set(try rows.map { try $0.decode(0, as: UUID.self) })
        }

        private static func answersForSettled(_ ids: Set<UUID>, _ drill: Drill) async throws {
            for id in ids {
                let job = try await drill.admin.get("/jobs/\(id.uuidString.lowercased())")
                #expect(job.status == 200)
                #expect(job["attempts"].array.count == job["attempt"].int, "\(job)")
            }
        }

        /// - Returns: what `POST /jobs` answers to a job with the key of the fixture's.
        private static func again(_ drill: Drill) async throws -> (id: String, answer: Answer) {
            let row = try await drill.fleet.database.query(
                "select id, tenant, kind, unique_key from jobs where unique_key is not null order by id limit 1"
            ).rows.first
            let found = try #require(row)
            let answer = try await drill.admin.post(
                "/jobs",
                [
                    "kind": .string(try found.decode(2, as: String.self)), "payload": [:],
                    "tenant": .string(try found.decode(1, as: UUID.self).uuidString.lowercased()),
                    "unique_key": .string(try found.decode(3, as: String.self)),
                ])
            return (try found.decode(0, as: UUID.self).uuidString.lowercased(), answer)
        }

        private static func uniqueKeysHold(_ drill: Drill) async throws {
            let (id, answer) = try await again(drill)
            #expect(answer.status == 200 && answer["id"].string == id, "\(answer)")
        }

        /// Leases of the dead session are over, those of the living one ended with their jobs.
        private static func nothingIsLeased(_ drill: Drill) async throws {
            let free = try await eventually {
                let leases = try await drill.redis(RedisCommand("ZCARD", "flotilla:{bench}:leases")).int
                let held = try await drill.redis(RedisCommand("HLEN", "flotilla:{bench}:held")).int
                return leases == 0 && held == 0
            }
            #expect(free)
        }

        /// The key is free again, and a dead letter of the old version can be tried again.
        private static func canGoOn(_ drill: Drill) async throws {
            #expect(try await again(drill).answer.status == 202)
            let failed = try #require(try await jobs("status = 'failed'", drill).first)
            let path = "/jobs/\(failed.uuidString.lowercased())"
            let before = try await drill.admin.get(path)["attempt"].int ?? 0
            let answer = try await drill.admin.post(path + "/retry", [:])
            #expect(answer.status == 202, "\(answer)")
            let job = try await drill.admin.settled(failed.uuidString.lowercased())
            #expect(job["attempt"].int == before + 1 && job["status"] == "failed", "\(job)")
            try await drill.drained(within: .seconds(20))
        }
    }
}
