import FleetTestSupport
import Foundation
import Postgres
import Testing

extension Attacks {
    /// A client that heard no answer sends its request again: every POST is done once.
    @Suite("Repeated requests") struct RepeatAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        /// A request that does something, and how often it was done.
        struct Plan {
            var caller: Caller
            var path: String
            var body: JSON = [:]
            var count: @Sendable () async throws -> Int
        }

        private static let role = "arn:aws:iam::111122223333:role/scan"

        func count(_ query: Query) -> @Sendable () async throws -> Int {
            { [fleet = estate.fleet] in try await fleet.count(query) }
        }

        private func scan() async throws -> String {
            let body: JSON = [
                "provider": "aws", "services": ["ec2"], "role_arn": .string(Self.role), "regions": ["eu-west-1"],
            ]
            return try #require(try await estate.victim.caller.post("/scans", body)["id"].string)
        }

        private func schedule() async throws -> String {
            let name = "s-\(UUID().uuidString.lowercased().prefix(12))"
            let answer = try await estate.admin.post(
                "/schedules", ["name": .string(name), "cron": "0 0 1 1 *", "kind": "bench.noop"])
            return try #require(answer["id"].string)
        }

        /// One that is known and does nothing.
        private func worker(isQuiet: Bool) async throws -> UUID {
            let id = UUID()
            try await estate.fleet.database.query(
                """
                insert into worker_sessions (id, worker, queues, host, pid, concurrency, version, quiet)
                values (\(id), 'idle', '{idle}', 'nowhere', 1, 1, '0', \(isQuiet))
                """)
            return id
        }

        private func failed() async throws -> String {
            let id = try await estate.admin.job("bench.fail", ["times": 99], ["max_attempts": 1])
            #expect(try await estate.admin.settled(id)["status"] == "failed")
            return id
        }

        @Test("twins that are under way together are one, also where a name may be taken once") func twins()
            async throws
        {
            let admin = estate.admin
            let name = "twins-\(UUID().uuidString.lowercased().prefix(12))"
            let body: JSON = ["name": .string(name), "cron": "0 0 1 1 *", "kind": "bench.noop"]
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<16 {
                    group.addTask { try await admin.post("/schedules", body, headers: [("Idempotency-Key", name)]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 }, "\(answers.map(\.status))")
            #expect(Set(answers.compactMap { $0["id"].string }).count == 1)
        }

        /// Every POST route that needs a token has to stand here.
        private func plan(of pattern: String) async throws -> Plan? {
            let (admin, school) = (estate.admin, estate.victim.caller)
            let mark = UUID().uuidString.lowercased()
            let tenant = try #require(UUID(uuidString: estate.victim.id))
            switch pattern {
            case "/jobs":
                return Plan(
                    caller: admin, path: pattern, body: ["kind": "bench.noop", "limit_key": .string(mark)],
                    count: count("select count(*) from jobs where limit_key = \(mark)"))
            case "/jobs/batch":
                return Plan(
                    caller: admin, path: pattern, body: ["jobs": [["kind": "bench.noop", "limit_key": .string(mark)]]],
                    count: count("select count(*) from jobs where limit_key = \(mark)"))
            case "/jobs/retry", "/jobs/cancel":
                return Plan(
                    caller: admin, path: pattern, body: ["filter": ["error_code": .string(mark)]],
                    count: count("select count(*) from bulk_operations where filter::text like \("%\(mark)%")"))
            case "/jobs/{id}/retry":
                let id = try await failed()
                let uuid = try #require(UUID(uuidString: id))
                return Plan(caller: admin, path: "/jobs/\(id)/retry") {
                    _ = try await admin.settled(id)
                    return try await self.estate.fleet.count("select count(*) from job_attempts where job_id = \(uuid)")
                }
            case "/schedules":
                let name = "s-\(mark.prefix(12))"
                return Plan(
                    caller: admin, path: pattern,
                    body: ["name": .string(name), "cron": "0 0 1 1 *", "kind": "bench.noop"],
                    count: count("select count(*) from schedules where name = \(name)"))
            case "/schedules/{id}/fire":
                let id = try await schedule()
                let uuid = try #require(UUID(uuidString: id))
                return Plan(
                    caller: admin, path: "/schedules/\(id)/fire",
                    count: count("select count(*) from schedule_occurrences where schedule = \(uuid)"))
            case "/schedules/{id}/pause", "/schedules/{id}/resume":
                let id = try await schedule()
                let uuid = try #require(UUID(uuidString: id))
                let isPause = pattern.hasSuffix("pause")
                if !isPause { _ = try await admin.send("POST", "/schedules/\(id)/pause") }
                return Plan(
                    caller: admin, path: "/schedules/\(id)/\(isPause ? "pause" : "resume")",
                    count: count("select count(*) from schedules where id = \(uuid) and paused = \(isPause)"))
            case "/queues/{name}/pause":
                return Plan(
                    caller: admin, path: "/queues/bench/pause",
                    count: count("select count(*) from limits where queue = 'bench' and paused"))
            case "/queues/{name}/resume":
                return Plan(
                    caller: admin, path: "/queues/bench/resume",
                    count: count("select 1 - count(*) from limits where queue = 'bench' and paused"))
            case "/scans":
                return Plan(
                    caller: school, path: pattern,
                    body: [
                        "provider": "aws", "services": ["ec2"], "role_arn": .string("\(Self.role)-\(mark.prefix(8))"),
                        "regions": ["eu-west-1"],
                    ],
                    count: count(
                        """
                        select count(*) from jobs where tenant = \(tenant) and payload::text like \("%-\(mark.prefix(8))%")
                        """))
            case "/scans/{id}/cancel":
                let id = try await scan()
                let uuid = try #require(UUID(uuidString: id))
                return Plan(
                    caller: school, path: "/scans/\(id)/cancel",
                    count: count(
                        """
                        select count(*) from jobs where cancel_requested_at is not null
                            and id in (select job_id from scan_runs where scan_id = \(uuid))
                        """))
            case "/users":
                let email = "twice-\(UUID().uuidString.lowercased())@example.org"
                return Plan(
                    caller: school, path: "/users", body: ["email": .string(email), "role": "student"],
                    count: count("select count(*) from users where email = \(email)"))
            case "/workers/{session}/quiet", "/workers/{session}/resume":
                let id = try await worker(isQuiet: pattern.hasSuffix("resume"))
                let isQuiet = pattern.hasSuffix("quiet")
                return Plan(
                    caller: admin, path: "/workers/\(id)/\(isQuiet ? "quiet" : "resume")",
                    count: count("select count(*) from worker_sessions where id = \(id) and quiet = \(isQuiet)"))
            // Their answers hold tokens and are kept nowhere.
            case _ where pattern.hasPrefix("/auth/"): return nil
            // Changes nothing, and keeps no answer.
            case "/schedules/preview": return nil
            // Need a finding of a scan that ran: ScansTests and ScanRoadTests send them twice.
            case "/findings/{id}/mute", "/findings/{id}/unmute": return nil
            case _ where Self.isOfNotifications(pattern): return try await notificationPlan(of: pattern)
            case _ where Self.isOfBilling(pattern): return try await billingPlan(of: pattern)
            case _ where Self.isOfGenerations(pattern): return try await generationPlan(of: pattern)
            case _ where Self.isOfSchool(pattern): return try await schoolPlan(of: pattern)
            default: throw Unexpected("no plan for POST \(pattern): a new route belongs here")
            }
        }

        @Test("three sends with one key: one effect, the same answer, and another body is refused")
        func walk() async throws {
            let routes = try await RouteLine.all(estate.fleet).filter { $0.method == "POST" && $0.roles != nil }
            for route in routes.sorted(by: { $0.pattern < $1.pattern }) {
                guard let plan = try await plan(of: route.pattern) else { continue }
                let key = [("Idempotency-Key", UUID().uuidString)]
                let answers = try await [1, 2, 3].asyncMap { _ in
                    try await plan.caller.post(plan.path, plan.body, headers: key)
                }
                #expect((200..<300).contains(answers[0].status), "\(route.pattern): \(answers[0])")
                for answer in answers.dropFirst() {
                    #expect(answer.status == answers[0].status, "\(route.pattern): \(answer)")
                    #expect(answer.body == answers[0].body, "\(route.pattern): \(answer) \(answers[0])")
                    #expect(answer.headers["Location"] == answers[0].headers["Location"], "\(route.pattern)")
                    #expect(answer.headers["Idempotent-Replayed"] == "true", "\(route.pattern)")
                }
                #expect(try await plan.count() == 1, "\(route.pattern)")
                let other = try await plan.caller.post(plan.path, ["other": true], headers: key)
                #expect(other.status == 422, "\(route.pattern): \(other)")
            }
            _ = try await estate.admin.send("POST", "/queues/bench/resume")
        }

        @Test("the same subject in two tenants has two answers under one key")
        func tenants() async throws {
            let user = UUID()
            let key = [("Idempotency-Key", UUID().uuidString)]
            var ids: Set<String> = []
            for tenant in [estate.attacker.id, estate.victim.id] {
                var caller = estate.fleet.anybody
                caller.token = try AttackTokens.sign(user, tenant: tenant, role: "service")
                let answer = try await caller.post("/jobs", ["kind": "bench.noop"], headers: key)
                #expect(answer.status == 202, "\(answer)")
                if let id = answer["id"].string { ids.insert(id) }
            }
            #expect(ids.count == 2)
        }

        @Test("an answer of the version before, which knew no tenants, is given again")
        func before() async throws {
            let (user, key) = (UUID(), UUID().uuidString)
            var caller = estate.fleet.anybody
            caller.token = try AttackTokens.sign(user, tenant: estate.victim.id, role: "service")
            let first = try await caller.post("/jobs", ["kind": "bench.noop"], headers: [("Idempotency-Key", key)])
            try await estate.fleet.database.query(
                """
                update idempotency_keys set tenant = '00000000-0000-0000-0000-000000000000'
                where caller = \(user) and key = \(key)
                """)
            let again = try await caller.post("/jobs", ["kind": "bench.noop"], headers: [("Idempotency-Key", key)])
            #expect(again.body == first.body && again.headers["Idempotent-Replayed"] == "true", "\(again)")
        }
    }
}
