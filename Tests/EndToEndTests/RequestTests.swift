import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("Requests that accept, cancel and retry jobs") struct RequestTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var admin: Caller { estate.admin }

        private func later(_ body: [String: JSON] = [:]) -> JSON {
            let wait: [String: JSON] = [
                "kind": "bench.noop", "payload": .object([:]), "run_at": "2099-01-01T00:00:00Z",
            ]
            return .object(wait.merging(body) { _, own in own })
        }

        @Test("a batch is accepted in the order given, or not at all") func batch() async throws {
            let jobs = JSON.array((0..<50).map { later(["priority": .number(Double($0 % 10))]) })
            let answer = try await admin.post("/jobs/batch", .object(["jobs": jobs]))
            #expect(answer.status == 202)
            let ids = answer["jobs"].array.compactMap { $0["id"].string }
            #expect(ids.count == 50)
            #expect(ids == ids.sorted())
            let before = try await estate.fleet.count("select count(*) from jobs")
            let wrong = JSON.array([later(), later(["kind": "no.such"]), later(["priority": 10])])
            let refused = try await admin.post("/jobs/batch", .object(["jobs": wrong]))
            #expect(refused.status == 422)
            #expect(refused.pointers == ["/jobs/1/kind", "/jobs/2/priority"])
            #expect(try await estate.fleet.count("select count(*) from jobs where kind = 'no.such'") == 0)
            #expect(before > 0)
        }

        @Test("twins in a batch with one unique key are one job") func twins() async throws {
            let key = JSON.string(UUID().uuidString)
            let twins = JSON.array([later(["unique_key": key]), later(["unique_key": key])])
            let answer = try await admin.post("/jobs/batch", .object(["jobs": twins]))
            #expect(answer.status == 202)
            #expect(answer["jobs"][0]["id"] == answer["jobs"][1]["id"])
        }

        @Test("an open job's unique key answers with that job, and is free once it is cancelled") func unique()
            async throws
        {
            let body = later(["unique_key": .string(UUID().uuidString)])
            let first = try await admin.post("/jobs", body)
            #expect(first.status == 202)
            let second = try await admin.post("/jobs", body)
            #expect(second.status == 200)
            #expect(second["id"] == first["id"])
            let id = try #require(first["id"].string)
            #expect(try await admin.send("DELETE", "/jobs/\(id)").status == 200)
            let third = try await admin.post("/jobs", body)
            #expect(third.status == 202)
            #expect(third["id"] != first["id"])
        }

        @Test("the same Idempotency-Key and body give the first answer again, another body is refused")
        func idempotency() async throws {
            let header = [("Idempotency-Key", UUID().uuidString)]
            let body = later(["priority": 3])
            let first = try await admin.post("/jobs", body, headers: header)
            #expect(first.status == 202)
            let second = try await admin.post("/jobs", body, headers: header)
            #expect(second.status == 202)
            #expect(second.body == first.body)
            #expect(second.headers["Location"] == first.headers["Location"])
            #expect(try await admin.post("/jobs", later(["priority": 4]), headers: header).status == 422)
            #expect(try await admin.post("/jobs", body).json["id"] != first["id"])
        }

        @Test("twenty twins with one Idempotency-Key make one job") func race() async throws {
            let header = [("Idempotency-Key", UUID().uuidString)]
            let (admin, body) = (admin, later())
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let answer = try await admin.post("/jobs", body, headers: header)
                        #expect(answer.status == 202)
                        return answer["id"].string
                    }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
        }

        @Test("a waiting job is cancelled at once, a settled one is a conflict, a cancelled one can be retried")
        func cancelAndRetry() async throws {
            let id = try #require(try await admin.post("/jobs", later())["id"].string)
            #expect(try await admin.post("/jobs/\(id)/retry", .object([:])).status == 409)
            let cancelled = try await admin.send("DELETE", "/jobs/\(id)")
            #expect(cancelled.status == 200)
            #expect(cancelled["status"] == "cancelled")
            #expect(try await admin.send("DELETE", "/jobs/\(id)").status == 409)
            #expect(try await admin.post("/jobs/\(id)/retry", .object([:])).status == 202)
            #expect(try await admin.settled(id)["status"] == "succeeded")
            #expect(try await admin.send("DELETE", "/jobs/\(id)").status == 409)
            #expect(try await admin.send("DELETE", "/jobs/\(UUID().uuidString)").status == 404)
        }

        @Test("a running job that is cancelled ends within seconds") func cancelRunning() async throws {
            let id = try await admin.job("bench.sleep", ["ms": 60_000])
            // Its claim is written.
            let isRunning = try await eventually(within: .seconds(20)) {
                try await admin.get("/jobs/\(id)")["started_at"].string != nil
            }
            #expect(isRunning)
            #expect(try await admin.send("DELETE", "/jobs/\(id)").status == 202)
            #expect(try await admin.settled(id)["status"] == "cancelled")
        }

        @Test("a job that runs without a claim is cancelled at once")
        func cancelUnclaimed() async throws {
            let id = try await admin.job("bench.sleep", ["ms": 60_000])
            let isRunning = try await eventually(within: .seconds(20)) {
                try await admin.get("/jobs/\(id)")["status"] == "running"
            }
            #expect(isRunning)
            let cancelled = try await admin.send("DELETE", "/jobs/\(id)")
            // On a busy machine the claim may come first.
            #expect([200, 202].contains(cancelled.status), "\(cancelled)")
            #expect(try await admin.settled(id)["status"] == "cancelled")
        }
    }
}
