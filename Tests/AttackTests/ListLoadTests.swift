import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

extension Attacks {
    /// What one tenant has much of costs the others nothing.
    @Suite("A tenant with many jobs") struct ListLoadTests {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private static let jobs = Settings.size(30_000, full: 400_000)

        /// Settled jobs of a tenant of its own, with results of 2 KB.
        private func seeded() async throws -> Caller {
            let tenant = try await estate.fleet.signUp()
            let id = try #require(UUID(uuidString: tenant.id))
            _ = try await estate.fleet.database.query(
                """
                insert into jobs (id, tenant, kind, queue, status, priority, attempt, errors, crashes, max_attempts,
                    timeout_ms, payload, created_at, finished_at, result)
                select flotilla.mint_id(), \(id), 'bench.noop', 'bench', 'succeeded', 4, 1, 0, 0, 8, 1000, '{}', now(), now(),
                    jsonb_build_object('text', repeat('x', 2000))
                from generate_series(1, \(Int32(Self.jobs)))
                """)
            return tenant.caller
        }

        @Test("32 readers of a list that no index serves hold up nobody") func unindexed() async throws {
            let reader = try await seeded()
            let tally = Tally()
            let rounds = Settings.size(4, full: 40)
            let (_, toll) = try await estate.bystander.during {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<32 {
                        group.addTask {
                            for _ in 0..<rounds {
                                let filter = index.isMultiple(of: 2) ? "error_code=zzz" : "queue=scan"
                                let answer = try await reader.get("/jobs?\(filter)")
                                tally.count(answer)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            estate.report("32 readers of \(Self.jobs) jobs \(tally.answers)", toll)
            #expect(Set(tally.answers.keys).isSubset(of: [200, 429]))
            #expect(toll.refused.isEmpty, "\(toll)")
            #expect(toll.slowest < .milliseconds(1500), "\(toll)")
            // One at a time is never refused, and finds by pages what there is.
            var cursor: String?
            var pages = 0
            repeat {
                let next = cursor.map { "&cursor=\($0)" } ?? ""
                let answer = try await reader.get("/jobs?error_code=zzz&limit=1000" + next)
                #expect(answer.status == 200, "\(answer)")
                #expect(answer["items"].array.isEmpty)
                cursor = answer["next_cursor"].string
                pages += 1
            } while cursor != nil
            #expect(pages >= Self.jobs / 10_000)
            let page = try await reader.get("/jobs?queue=bench&status=succeeded&limit=1000")
            #expect(page["items"].array.count == 1000)
            #expect(page.body.count < 1_500_000, "\(page.body.count) bytes: results are in it")
            #expect(page["items"][0]["result"] == .null)
        }

        @Test("only a few bulk operations of a tenant run at once, and they take turns with others'")
        func bulk() async throws {
            let attacker = try await seeded()
            let body: JSON = ["filter": ["kind": "bench.noop"], "rate": 1]
            var statuses: [Int] = []
            for _ in 0..<12 {
                let answer = try await attacker.post("/jobs/cancel", body)
                statuses.append(answer.status)
                if answer.status == 429 { #expect(answer.headers["Retry-After"] != nil) }
            }
            #expect(statuses.contains(202) && statuses.contains(429), "\(statuses)")
            let start = ContinuousClock.now
            let answer = try await estate.victim.caller.post("/jobs/cancel", ["filter": ["kind": "bench.noop"]])
            #expect(answer.status == 202, "\(answer)")
            let path = "/operations/\(answer["id"].string ?? "")"
            let isDone = try await eventually(within: .seconds(10)) {
                try await estate.victim.caller.get(path)["status"] == "done"
            }
            print("figure: twelve bulk operations \(statuses): another tenant's took \(ContinuousClock.now - start)")
            #expect(isDone)
        }

        @Test("one tenant fills no queue for the others, and no figures of the fleet are told") func share()
            async throws
        {
            let api = try await estate.fleet.listening(["FLOTILLA_MAX_OPEN_JOBS_PER_QUEUE": "80"]).caller
            var attacker = api
            attacker.token = try await estate.fleet.signUp(role: "arn:aws:iam::123456789012:role/scan").caller.token
            var victim = api
            victim.token = try await estate.fleet.signUp(role: "arn:aws:iam::123456789012:role/scan").caller.token
            let scan: JSON = ["provider": "aws", "services": ["ec2"], "regions": ["eu-west-1"]]
            var taken = 0
            var refusal: Answer?
            for _ in 0..<100 {
                let answer = try await attacker.post("/scans", scan)
                if answer.status == 202 { taken += 1 } else { refusal = answer }
            }
            #expect((30...50).contains(taken), "\(taken)")
            #expect(refusal?.status == 429, "\(String(describing: refusal))")
            #expect(refusal?["open"] == .null && refusal?["limit"] == .null)
            var accepted = 0
            for _ in 0..<20 where try await victim.post("/scans", scan).status == 202 { accepted += 1 }
            print("figure: of a queue of 80 one tenant had \(taken), and another 20 of 20: \(accepted)")
            #expect(accepted == 20)
            // Nor are they when the last place is taken.
            var full: Answer?
            for _ in 0..<8 where full == nil {
                var other = api
                other.token = try await estate.fleet.signUp(role: "arn:aws:iam::123456789012:role/scan").caller.token
                var status = 202
                while status == 202 {
                    let answer = try await other.post("/scans", scan)
                    status = answer.status
                    if status == 503 { full = answer }
                }
            }
            #expect(full?["open"] == .null && full?["limit"] == .null, "\(String(describing: full))")
            #expect(full?.headers["Retry-After"] != nil && full?["detail"].string?.contains("80") == false)
        }
    }
}
