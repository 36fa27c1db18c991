import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    /// One after the other: some of them end the executor that all of them share.
    @Suite("Jobs", .serialized) struct BenchTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var admin: Caller { estate.admin }

        /// How many rows these jobs left, and how many of the jobs left one.
        private func effects(of ids: [String]) async throws -> (rows: Int, jobs: Int) {
            let ids = ids.compactMap(UUID.init(uuidString:))
            return (
                try await estate.fleet.count("select count(*) from bench_effects where job_id = any(\(ids))"),
                try await estate.fleet.count(
                    "select count(distinct job_id) from bench_effects where job_id = any(\(ids))")
            )
        }

        @Test("2,000 jobs at once all succeed, and each has taken effect exactly once") func many() async throws {
            let admin = admin
            let ids = try await withThrowingTaskGroup(of: [String].self) { group in
                for lane in 0..<32 {
                    group.addTask {
                        var ids: [String] = []
                        for number in stride(from: lane, to: 2020, by: 32) {
                            ids.append(
                                number < 2000
                                    ? try await admin.job("bench.noop")
                                    : try await admin.job("bench.sleep", ["ms": 200]))
                        }
                        return ids
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(ids).count == 2020)
            for id in ids.suffix(50) { #expect(try await admin.settled(id)["status"] == "succeeded") }
            let numbers = ids.compactMap(UUID.init(uuidString:))
            let ended = try await eventually(within: .seconds(60)) {
                try await estate.fleet.count(
                    "select count(*) from jobs where id = any(\(numbers)) and status = 'succeeded'") == 2020
            }
            #expect(ended)
            #expect(try await effects(of: ids) == (2020, 2020))
        }

        @Test("a job that fails twice succeeds at its third attempt, and each attempt is told") func fails()
            async throws
        {
            let job = try await admin.settled(try await admin.job("bench.fail", ["times": 2]))
            #expect(job["status"] == "succeeded")
            #expect(job["attempt"] == 3)
            #expect(job["errors"] == 2)
            #expect(job["error"] == nil)
            #expect(job["attempts"].array.map { $0["attempt"] } == [1, 2, 3])
            #expect(job["attempts"].array.map { $0["ended"] } == ["error", "error", "succeeded"])
            #expect(job["attempts"][0]["error"]["message"].string?.contains("attempt 1") == true)
        }

        @Test("a job that always fails gives up at max_attempts and says why") func givesUp() async throws {
            let id = try await admin.job("bench.fail", ["times": 99], ["max_attempts": 2])
            let job = try await admin.settled(id)
            #expect(job["status"] == "failed")
            #expect(job["attempt"] == 2)
            #expect(job["error"]["code"] == "bench")
        }

        @Test("a job that kills its process once succeeds, and its neighbours are not blamed") func crash() async throws
        {
            let neighbours = try await sleepers(4, ms: 2500)
            try await running(neighbours)
            let job = try await admin.settled(try await admin.job("bench.crash", ["times": 1]))
            #expect(job["status"] == "succeeded", "\(job)")
            #expect(job["attempts"][0]["ended"] == "crashed")
            try await unharmed(neighbours)
        }

        @Test("a job that always kills its process becomes a dead letter, and its neighbours succeed")
        func poison() async throws {
            let neighbours = try await sleepers(4, ms: 1500)
            let job = try await admin.settled(try await admin.job("bench.crash", ["times": 99]))
            #expect(job["status"] == "failed", "\(job)")
            #expect(job["error"]["code"].string?.contains("crash") == true)
            try await unharmed(neighbours)
        }

        @Test("a busy loop beyond its limit ends as timed out while its neighbours keep their first attempt")
        func spin() async throws {
            let neighbours = try await sleepers(4, ms: 4000)
            try await running(neighbours)
            let id = try await admin.job("bench.spin", ["ms": 60_000], ["timeout": 1, "max_attempts": 1])
            let answer = try await admin.get("/jobs/\(id)", headers: [("Prefer", "wait=20")])
            #expect(answer["status"] == "failed", "\(answer)")
            #expect(answer["attempts"][0]["ended"] == "timed_out")
            #expect(answer.time < .seconds(10))
            for id in neighbours {
                let job = try await admin.settled(id)
                #expect(job["status"] == "succeeded")
                #expect(job["attempt"] == 1, "\(job)")
            }
            #expect(try await effects(of: neighbours) == (4, 4))
        }

        @Test("bench kinds are refused by an API that was not told to allow them") func refused() async throws {
            let caller = try await estate.fleet.anotherAPI(["FLOTILLA_BENCH": ""])
            let answer = try await Caller(url: caller.url, token: admin.token)
                .post("/jobs", ["kind": "bench.noop", "payload": [:]])
            #expect(answer.status == 422)
            #expect(answer.pointers == ["/kind"])
        }

        private func sleepers(_ count: Int, ms: Int) async throws -> [String] {
            var ids: [String] = []
            for _ in 0..<count { ids.append(try await admin.job("bench.sleep", ["ms": .number(Double(ms))])) }
            return ids
        }

        private func running(_ ids: [String]) async throws {
            let numbers = ids.compactMap(UUID.init(uuidString:))
            let all = try await eventually {
                try await estate.fleet.count(
                    "select count(*) from jobs where id = any(\(numbers)) and status = 'running'") == ids.count
            }
            try #require(all)
        }

        private func unharmed(_ ids: [String]) async throws {
            for id in ids {
                let job = try await admin.settled(id)
                #expect(job["status"] == "succeeded", "\(job)")
                #expect(job["errors"] == 0)
            }
            #expect(try await effects(of: ids) == (ids.count, ids.count))
        }
    }
}
