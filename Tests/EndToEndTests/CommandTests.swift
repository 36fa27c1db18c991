import AWSTestSupport
import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("The admin command") struct CommandTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var fleet: Fleet { estate.fleet }

        private func json(_ arguments: String...) async throws -> JSON {
            let process = try await fleet.run(arguments)
            #expect(process.status == 0, "\(arguments): \(process.all)")
            return try JSON(parsing: Array(process.output.utf8))
        }

        @Test("migrating a second time changes nothing") func migrate() async throws {
            let again = try await json("migrate", "--json")
            #expect(again["applied"] == [])
            let text = try await fleet.flotilla("migrate")
            #expect(text.status == 0)
            #expect(text.output == "nothing to do\n")
        }

        @Test("a user that was made is listed, and the printed token works") func users() async throws {
            let email = "cli-\(UUID().uuidString.lowercased())@example.org"
            let made = try await json("users", "create", email, "--role", "admin", "--json")
            #expect(made["email"].string == email)
            #expect(made["role"] == "admin")
            let password = try #require(made["password"].string)
            let listed = try await json("users", "list", "--limit", "10000", "--json")
            #expect(listed["items"].array.contains { $0["email"].string == email && $0["password"] == nil })
            let token = try await fleet.flotilla("token", email)
            #expect(token.status == 0)
            let caller = Caller(
                url: fleet.anybody.url, token: token.output.trimmingCharacters(in: .whitespacesAndNewlines))
            #expect(try await caller.get("/jobs?limit=1").status == 200)
            for (span, days) in [("365d", 365.0), ("12h", 0.5)] {
                let long = try await json("token", email, "--expires", span, "--json")
                let end = try Date(long["expires_at"].string ?? "", strategy: .iso8601)
                #expect(abs(end.timeIntervalSinceNow - days * 86_400) < 300, "\(long["expires_at"])")
                let bearer = Caller(url: fleet.anybody.url, token: long["token"].string)
                #expect(try await bearer.get("/jobs?limit=1").status == 200)
            }
            let signedIn = try await fleet.anybody.post(
                "/auth/signin", ["email": .string(email), "password": .string(password)])
            #expect(signedIn.status == 200)
            let twice = try await fleet.flotilla("users", "create", email, "--role", "admin")
            #expect(twice.status == 1)
            #expect(twice.output.isEmpty)
        }

        @Test("jobs, one job, queues, workers and doctor show what is there, as JSON too") func shows() async throws {
            let id = try await estate.admin.job("bench.fail", ["times": 1])
            #expect(try await estate.admin.settled(id)["status"] == "succeeded")
            let job = try await json("job", id, "--json")
            #expect(job["id"].string == id)
            #expect(job["status"] == "succeeded")
            #expect(job["attempts"].array.map { $0["attempt"] } == [1, 2])
            #expect(try await fleet.flotilla("job", id).output.contains(id))
            let jobs = try await json(
                "jobs", "--kind", "bench.fail", "--status", "succeeded", "--limit", "1000", "--json")
            #expect(jobs["items"].array.contains { $0["id"].string == id })
            #expect(jobs["items"].array.allSatisfy { $0["kind"] == "bench.fail" })
            let queues = try await json("queues", "--json")
            #expect(queues["items"].array.contains { $0["queue"] == "scan" && $0["ready"].int != nil })
            let workers = try await json("workers", "--json")
            #expect(Set(workers["items"].array.compactMap { $0["worker"].string }).isSuperset(of: ["scan", "bench"]))
            for command in ["jobs", "queues", "workers", "users"] {
                #expect(try await fleet.flotilla(command).status == 0, "\(command)")
            }
        }

        @Test("doctor says what it finds: 0 when all is well, 1 when something is not") func doctor() async throws {
            // The tests' own server does not wait for its disk. A machine that is busy may keep it from an answer for a while.
            var found = (status: Int32(0), output: "", all: "")
            var items: [JSON] = []
            let isFound = try await eventually {
                found = try await fleet.flotilla("doctor", "--json")
                items = try JSON(parsing: Array(found.output.utf8))["items"].array
                #expect(found.status == (items.allSatisfy { $0["ok"] == true } ? 0 : 1), "\(found.all)")
                return ["database", "redis"].allSatisfy { server in
                    items.contains { $0["check"].string == server && $0["ok"] == true }
                }
            }
            #expect(isFound, "\(found.all)")
            #expect(items.contains { $0["check"] == "durability" && $0["ok"] == false }, "\(found.all)")
            let lost = try await fleet.flotilla(
                "doctor", "--json", environment: ["REDIS_URL": "redis://127.0.0.1:1"])
            #expect(lost.status == 1 && lost.output.contains("REDIS_URL"), "\(lost.all)")
        }

        @Test("doctor says whose the fleet's own credentials of AWS are, and what to do when they are not accepted")
        func doctorOfAWS() async throws {
            func aws(_ environment: [String: String]) async throws -> JSON {
                let run = try await fleet.run(["doctor", "--json"], environment)
                let items = try JSON(parsing: Array(run.output.utf8))["items"].array
                return try #require(items.first { $0["check"] == "aws" })
            }
            let none = try await aws(["AWS_EC2_METADATA_DISABLED": "true"])
            #expect(none["ok"] == true && none["detail"].string?.contains("no account can be scanned") == true)
            let cloud = try await ScriptedAWS()
            let key = [
                "AWS_ENDPOINT_URL": cloud.url, "AWS_ACCESS_KEY_ID": "ASIATEST", "AWS_SECRET_ACCESS_KEY": "hunter2",
                "AWS_SESSION_TOKEN": "hunter3",
            ]
            let good = try await aws(key)
            #expect(good["ok"] == true, "\(good)")
            #expect(good["detail"].string?.contains("the account 111122223333") == true, "\(good)")
            try await cloud.script("GetCallerIdentity", repeats: true, .error("ExpiredToken", status: 403))
            let ended = try await aws(key)
            #expect(ended["ok"] == false && ended["code"] == "aws_credentials_expired", "\(ended)")
            #expect(ended["detail"].string?.contains("AWS_SESSION_TOKEN") == true && !"\(ended)".contains("hunter"))
            let gone = try await aws([
                "AWS_ENDPOINT_URL": cloud.url, "AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent/token",
                "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/fleet",
            ])
            #expect(gone["code"] == "aws_credentials_missing", "\(gone)")
            #expect(gone["detail"].string?.contains("/nonexistent/token") == true)
        }

        @Test("what failed is 1 and what was typed wrongly 2, in one line on standard error") func exitStatuses()
            async throws
        {
            let failures = [
                ["job", UUID().uuidString], ["token", "nobody@example.org"],
                ["jobs", "--database-url", "postgresql://127.0.0.1:1/none?connect_timeout=1"],
                ["jobs", "--lease", "x"],
            ]
            for arguments in failures {
                let run = try await fleet.run(arguments)
                #expect(run.status == 1, "\(arguments): \(run.all)")
                #expect(run.output.isEmpty)
                #expect(!run.all.isEmpty && !run.all.contains("Fatal"), "\(run.all)")
            }
            let mistakes = [
                [], ["nonsense"], ["job"], ["job", "x"], ["jobs", "--status", "x"], ["jobs", "--limit", "0"],
                ["jobs", "more"], ["users", "create", "x"], ["users", "create", "a@example.org", "--role", "king"],
                ["users", "create", "no-address", "--role", "admin"], ["users", "destroy"], ["token"],
                ["jobs", "--nonsense"], ["queues", "more"], ["doctor", "more"], ["migrate", "more"],
                ["workers", "more"], ["token", "a@example.org", "--expires", "2y"],
                ["token", "a@example.org", "--expires", "367d"], ["token", "a@example.org", "--expires", "0d"],
            ]
            for arguments in mistakes {
                let run = try await fleet.run(arguments)
                #expect(run.status == 2, "\(arguments): \(run.status) \(run.all)")
                let lines = run.all.split(separator: "\n").count
                #expect(lines == 1 && run.output.isEmpty || arguments.isEmpty, "\(arguments): \(run.all)")
            }
            let misspelt = try await fleet.flotilla("jobs", "--stauts", "failed")
            #expect(
                misspelt.all
                    == "flotilla jobs: there is no option --stauts; did you mean --status? (flotilla help jobs)")
            #expect(try await fleet.flotilla("--help").status == 0)
            #expect(try await fleet.flotilla("--version").output.isEmpty == false)
        }
    }
}
