import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("Scans") struct ScanRoadTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        @Test("a scan is answered at once with 202, its ids and where to look") func accepted() async throws {
            let answer = try await estate.first.caller.post(
                "/scans",
                ["provider": "aws", "services": ["ec2"], "regions": ["eu-west-1", "us-east-1", "ap-southeast-2"]],
                headers: [("X-Request-Id", "road-1"), ("traceparent", trace)])
            #expect(answer.status == 202)
            #expect(answer["status"] == "in_progress")
            let id = try #require(answer["id"].string)
            #expect((UUID(uuidString: id)?.uuid.6 ?? 0) >> 4 == 7, "ids are UUIDs of version 7")
            #expect(answer.headers["Location"] == "/scans/\(id)")
            #expect(answer["status_url"].string == "/scans/\(id)")
            #expect(answer.headers["X-Request-Id"] == "road-1")
            let run = answer["runs"][0]
            #expect(answer["runs"].array.count == 1)
            #expect(run["service"] == "ec2")
            #expect(run["status"] == "queued")
            // The row is there with the answer, and carries on whence it came.
            let job = try #require(run["job_id"].string.flatMap(UUID.init(uuidString:)))
            let rows = try await estate.fleet.database.query(
                "select request_id, trace_parent from jobs where id = \(job)"
            ).rows
            #expect(try rows.first?.decode("request_id", as: String.self) == "road-1")
            #expect(
                try rows.first?.decode("trace_parent", as: String.self).contains("4bf92f3577b34da6a3ce929d0e0e4736")
                    == true)
            #expect(try await estate.first.caller.settled("\(job)")["status"] == "succeeded")
        }

        private var trace: String { "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" }

        @Test("the receipt says what each of three regions gave, and how many there are in all")
        func receipt() async throws {
            let (id, job, scan) = try await estate.finishedScan()
            #expect(scan["id"].string == id)
            #expect(scan["status"] == "success")
            #expect(scan["total_resources"] == 47)
            #expect(scan["counts"]["success"] == 1)
            #expect(scan["progress"]["percent"] == 100)
            #expect(scan["regions"] == ["eu-west-1", "us-east-1", "ap-southeast-2"])
            let run = scan["runs"][0]
            #expect(run["job_id"].string == job)
            #expect(run["status"] == "success")
            #expect(run["total_resources"] == 47)
            #expect(run["error"] == nil)
            #expect(run["finished_at"].string?.isEmpty == false)
            let counts = run["regions"].array.map { [$0["region"], $0["status"], $0["resources"]] }
            #expect(
                Set(counts) == [
                    ["eu-west-1", "ok", 42], ["us-east-1", "ok", 5], ["ap-southeast-2", "ok", 0],
                ])
        }

        @Test("`Prefer: wait` answers when the job has ended, and with what is true when the wait is over")
        func waiting() async throws {
            let scan = try await estate.first.caller.scan(["eu-west-1"])
            let answer = try await estate.first.caller.get("/jobs/\(scan.job)", headers: [("Prefer", "wait=60")])
            #expect(answer["status"] == "succeeded")
            #expect(answer.headers["Preference-Applied"] == "wait=60")
            #expect(answer.time < .seconds(60))
            #expect(answer["progress"]["percent"] == 100)
            #expect(answer["result"]["resources"] == 42)
            #expect(answer["result"]["account_id"] == "111122223333")
            let sleeping = try await estate.admin.job("bench.sleep", ["ms": 4000])
            let early = try await estate.admin.get("/jobs/\(sleeping)", headers: [("Prefer", "wait=1")])
            #expect(early["status"] != "succeeded")
            #expect(early.time >= .seconds(1))
            #expect(early.time < .seconds(4))
        }

        @Test("the status moves from queued over in_progress to success and never back") func statusMoves() async throws
        {
            let order = ["queued", "in_progress", "success"]
            let scan = try await estate.first.caller.scan(CalmEnvironment.regions)
            var seen: [String] = []
            let ended = try await eventually {
                let run = try await estate.first.caller.get("/scans/\(scan.id)")["runs"][0]
                let status = run["status"].string ?? "none"
                if seen.last != status { seen.append(status) }
                return status == "success"
            }
            #expect(ended)
            #expect(seen == order.filter(seen.contains), "\(seen)")
        }

        @Test("pages with a cursor give every instance once, in order") func pages() async throws {
            let id = try await estate.finishedScan().id
            let pages = try await estate.first.caller.pages("/scans/\(id)/resources?type=ec2_instance", limit: 10)
            #expect(pages.map(\.count) == [10, 10, 10, 10, 7])
            let items = pages.flatMap { $0 }
            let ids = items.compactMap { $0["instance_id"].string }
            #expect(ids.count == 47)
            #expect(Set(ids) == estate.firstInstances)
            let keys = items.map { "\($0["region"]) \($0["instance_id"])" }
            #expect(keys == keys.sorted())
            #expect(items.allSatisfy { $0["tags"]["Name"].string == "größe <&> \($0["region"].string ?? "")" })
        }

        @Test("a column filters; a filter with no match gives an empty page") func filters() async throws {
            let id = try await estate.finishedScan().id
            let caller = estate.first.caller
            let stopped = try await caller.pages("/scans/\(id)/resources?type=ec2_instance&state=stopped", limit: 5)
            #expect(stopped.map(\.count) == [5, 5, 2])
            #expect(stopped.flatMap { $0 }.allSatisfy { $0["state"] == "stopped" })
            let both = try await caller.get("/scans/\(id)/resources?region=us-east-1&state=running")
            #expect(both["items"].array.count == 5)
            let none = try await caller.get("/scans/\(id)/resources?region=us-east-1&state=stopped")
            #expect(none["items"] == [])
            #expect(none["next_cursor"] == nil)
            #expect(none["completeness"]["complete"] == true)
        }

        @Test("everything answers under /api/v1 too") func versioned() async throws {
            let caller = estate.first.caller
            let answer = try await caller.post(
                "/api/v1/scans", ["provider": "aws", "services": ["ec2"], "regions": ["us-east-1"]])
            #expect(answer.status == 202)
            let id = answer["id"].string ?? ""
            let job = try await caller.get(
                "/api/v1/jobs/\(answer["runs"][0]["job_id"].string ?? "")", headers: [("Prefer", "wait=60")])
            #expect(job["status"] == "succeeded")
            #expect(try await caller.get("/api/v1/scans/\(id)")["total_resources"] == 5)
            #expect(try await caller.get("/api/v1/scans/\(id)/resources")["items"].array.count == 5)
            #expect(try await estate.fleet.anybody.get("/api/v1/readyz").status == 200)
        }

        @Test("the lists of scans and of jobs show it") func lists() async throws {
            let (id, job, _) = try await estate.finishedScan(["us-east-1"])
            let caller = estate.first.caller
            let scans = try await caller.pages("/scans", limit: 2).flatMap { $0 }
            #expect(scans.contains { $0["id"].string == id })
            #expect(Set(scans.map { $0["id"] }).count == scans.count)
            let jobs = try await caller.pages("/jobs?kind=scan.aws.ec2&status=succeeded", limit: 2).flatMap { $0 }
            #expect(jobs.contains { $0["id"].string == job })
            #expect(Set(jobs.map { $0["id"] }).count == jobs.count)
            #expect(try await caller.get("/jobs?status=failed&kind=scan.aws.ec2&queue=bench")["items"] == [])
        }

        @Test("without regions the account's enabled ones are scanned") func enabledRegions() async throws {
            let caller = estate.first.caller
            let answer = try await caller.post("/scans", ["provider": "aws", "services": ["ec2"]])
            #expect(answer.status == 202)
            let job = try await caller.settled(answer["runs"][0]["job_id"].string ?? "")
            #expect(job["status"] == "succeeded", "\(job)")
            let scan = try await caller.get("/scans/\(answer["id"].string ?? "")")
            #expect(scan["regions"] == nil)
            #expect(scan["total_resources"] == 47)
            let names = Set(scan["runs"][0]["regions"].array.compactMap { $0["region"].string })
            #expect(names.count > 10)
            #expect(names.isSuperset(of: CalmEnvironment.regions))
        }
    }
}
