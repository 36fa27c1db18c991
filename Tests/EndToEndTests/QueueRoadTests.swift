import FleetTestSupport
import Foundation
import Testing

extension CalmFleet {
    @Suite("Queues and their limits", .serialized) struct QueueTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var admin: Caller { estate.admin }
        private var fleet: Fleet { estate.fleet }

        private func patch(_ body: JSON, queue: String = "scan") async throws -> Answer {
            try await admin.send("PATCH", "/queues/\(queue)", body: body.bytes)
        }

        private func json(_ arguments: String...) async throws -> JSON {
            let process = try await fleet.run(arguments)
            #expect(process.status == 0, "\(arguments): \(process.all)")
            return try JSON(parsing: Array(process.output.utf8))
        }

        @Test("queues are listed with what they hold, for operators alone") func list() async throws {
            let answer = try await admin.get("/queues")
            #expect(answer.status == 200)
            let bench = try #require(answer["items"].array.first { $0["name"] == "bench" })
            #expect(bench["paused"] == false && bench["ready"] != .null && bench["running"] != .null)
            #expect(try await admin.get("/queues/bench").status == 200)
            #expect(try await admin.get("/queues/nowhere").status == 404)
            let school = try await fleet.user(role: "school")
            for path in ["/queues", "/queues/bench"] { #expect(try await school.get(path).status == 403) }
            #expect(try await school.send("PATCH", "/queues/bench", body: JSON.object([:]).bytes).status == 403)
            #expect(try await school.post("/queues/bench/pause", [:]).status == 403)
        }

        @Test("a merge patch changes what it names, null takes it back, and the command line says the same")
        func limits() async throws {
            let tenant = UUID().uuidString.lowercased()
            let set: JSON = [
                "each_tenant": ["running": 50], "tenants": .object([tenant: ["weight": 2, "running": 5]]),
                "kinds": [
                    "scan.aws.ec2": [
                        "each_key": ["running": 3, "starts": ["per_second": 10, "burst": 4]],
                        "keys": ["account 7": ["running": 1]],
                    ]
                ],
            ]
            let answer = try await patch(set)
            #expect(answer.status == 200, "\(answer)")
            #expect(answer["limits"]["tenants"][tenant]["weight"] == 2)
            #expect(answer["limits"]["kinds"]["scan.aws.ec2"]["each_key"]["starts"]["burst"] == 4)
            let again = try await patch([
                "tenants": .object([tenant: ["running": nil]]),
                "kinds": ["scan.aws.ec2": ["keys": ["account 7": nil]]],
            ])
            #expect(
                again["limits"]["tenants"][tenant]["running"] == .null
                    && again["limits"]["tenants"][tenant]["weight"] == 2)
            #expect(again["limits"]["kinds"]["scan.aws.ec2"]["keys"] == .null)
            let listed = try await json("limits", "scan", "--json")
            #expect(listed["items"].array.contains { $0["scope"] == "key" && $0["running"] == 3 && $0["burst"] == 4 })
            let changed = try await json(
                "limits", "scan", "set", "--kind", "scan.aws.ec2", "--each", "key", "--running", "unlimited", "--json")
            #expect(changed["items"].array.contains { $0["scope"] == "key" && $0["running"] == -1 })
            #expect(
                try await admin.get("/queues/scan")["limits"]["kinds"]["scan.aws.ec2"]["each_key"]["running"]
                    == "unlimited")
            _ = try await patch([
                "each_tenant": nil, "tenants": .object([tenant: nil]), "kinds": ["scan.aws.ec2": nil],
            ])
            #expect(try await json("limits", "scan", "--json")["items"] == [])
            #expect(try await fleet.flotilla("limits", "scan", "set", "--running", "lots").status == 2)
            #expect(try await fleet.flotilla("limits", "nowhere").status == 1)
        }

        @Test("a paused queue is shown as paused, by every way of asking, until it is resumed") func pause()
            async throws
        {
            #expect(try await admin.post("/queues/notify/pause", [:])["paused"] == true)
            let listed = try await json("queues", "--json")
            #expect(listed["items"].array.contains { $0["queue"] == "notify" && $0["paused"] == true })
            _ = try await json("resume", "notify", "--json")
            #expect(try await admin.get("/queues/notify")["paused"] == false)
            _ = try await json("pause", "scan", "--kind", "scan.aws.s3", "--json")
            #expect(try await admin.get("/queues/scan")["paused_kinds"] == ["scan.aws.s3"])
            #expect(try await admin.post("/queues/scan/resume", ["kind": "scan.aws.s3"]).status == 200)
            #expect(try await admin.get("/queues/scan")["paused_kinds"] == [])
            #expect(try await admin.post("/queues/scan/resume", ["kind": "bench.noop"]).status == 422)
        }
    }
}
