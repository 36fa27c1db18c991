import FleetTestSupport
import Foundation
import Testing

extension CalmFleet {
    @Suite("An inventory") struct InventoryRoadTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private func scanned(_ caller: Caller, _ regions: [String] = ["eu-west-1"]) async throws -> String {
            let scan = try await caller.scan(regions)
            let job = try await caller.settled(scan.job)
            guard job["status"] == "succeeded" else { throw Unexpected("the scan's job: \(job)") }
            return scan.id
        }

        @Test("from a scan to the inventory, one resource, its chart, and what changed since") func road() async throws
        {
            let (caller, instances) = (estate.others[0].0.caller, estate.others[0].1)
            let ids = instances.sorted()
            let empty = try await caller.get("/resources?type=ec2_instance")
            #expect(empty["items"] == [])
            #expect(empty["completeness"]["complete"] == false, "nobody has looked: \(empty)")
            let first = try await scanned(caller)
            let list = try await caller.get("/resources?type=ec2_instance&state=running")
            #expect(Set(list["items"].array.compactMap { $0["instance_id"].string }) == Set(ids))
            #expect(list["completeness"]["complete"] == true)
            #expect(list["completeness"]["scan_id"].string == first)
            let pages = try await caller.pages("/resources?type=ec2_instance", limit: 2)
            #expect(pages.map(\.count) == [2, 1])
            #expect(try await caller.get("/resources?type=ec2_instance&scan=\(first)")["items"].array.count == 3)
            #expect(try await caller.get("/resources?type=s3_bucket")["completeness"]["complete"] == false)

            let one = try await caller.get("/resources/ec2_instance/\(ids[0])")
            #expect(one["instance_id"].string == ids[0])
            #expect(one["first_seen_at"] == one["latest_seen_at"])
            #expect(one["closed_at"] == nil)
            #expect(try await caller.get("/resources/ec2_instance/\(one["id"].string ?? "")").json == one.json)
            let id = try #require(one["id"].string.flatMap(UUID.init(uuidString:)))
            try await estate.fleet.database.query(
                """
                insert into ec2_performance (resource_id, account, "timestamp", cpu_utilization)
                select id, account, now() - hour * interval '1 hour', hour from resources, generate_series(1, 3) hour
                where id = \(id)
                """)
            let path = "/resources/ec2_instance/\(ids[0])/metrics?name=cpu_utilization"
            let chart = try await caller.get(path)
            #expect(chart["step"] == 3600)
            let points = chart["points"].array
            #expect(points.count == 168)
            #expect(points.filter { $0["value"] != nil }.count == 3)
            #expect(points[0]["value"] == nil, "a gap is null, not 0")
            #expect(try await caller.get("\(path)&step=86400")["points"].array.count == 7)

            let second = try await scanned(caller)
            // As if the first scan had not seen one of them.
            try await estate.fleet.database.query(
                """
                delete from ec2_instances seen using scan_runs run
                where run.id = seen.scan_run_id and run.scan_id = \(UUID(uuidString: first))
                    and seen.instance_id = \(ids[2])
                """)
            let diff = try await caller.get("/scans/\(second)/diff")
            #expect(diff["against"].string == first)
            #expect(diff["items"].array.map { $0["change"] } == ["appeared"])
            #expect(try await caller.get("/scans/\(first)/diff?against=\(second)")["items"][0]["change"] == "gone")
            #expect(try await caller.get("/scans/\(first)/diff").status == 404, "there is none before")

            #expect(try await caller.send("DELETE", "/scans/\(second)").status == 204)
            #expect(try await caller.get("/scans/\(second)").status == 404)
            #expect(try await caller.get("/resources?type=ec2_instance")["items"].array.count == 2)
        }

        @Test("a finding is told with what it means, and muted with a reason") func findings() async throws {
            let caller = estate.others[1].0.caller
            let never = try await caller.get("/findings")
            #expect(never["items"] == [])
            #expect(never["completeness"]["complete"] == false)
            _ = try await scanned(caller)
            // What AWS says of the address is not the test's matter.
            try await estate.fleet.database.query(
                """
                insert into findings (account, resource_id, rule, severity, evidence, opened_at, confirmed_at)
                select account, id, 'ec2_instance_stopped_long', 'low', '{"state": "stopped"}', now(), now()
                from resources where cloud_account = '555566667777' limit 1
                """)
            let list = try await caller.get("/findings?status=open&rule=ec2_instance_stopped_long&severity=low")
            #expect(list["completeness"]["complete"] == true)
            let finding = list["items"][0]
            #expect(finding["meaning"].string?.isEmpty == false)
            #expect(finding["remedy"].string?.isEmpty == false)
            #expect(finding["evidence"]["state"] == "stopped")
            let id = finding["id"].string ?? ""
            #expect(try await caller.post("/findings/\(id)/mute", [:]).pointers == ["/reason"])
            let muted = try await caller.post("/findings/\(id)/mute", ["reason": "Kept for the audit."])
            #expect(muted.status == 200)
            let key = [("Idempotency-Key", "mute-\(id)")]
            let path = "/findings/\(id)"
            #expect(try await caller.post("\(path)/unmute", [:], headers: key)["status"] == "open")
            #expect(try await caller.post("\(path)/mute", ["reason": "Once."], headers: key)["status"] == "muted")
            _ = try await caller.post("\(path)/unmute", [:])
            // Repeated, both say what they said, and do nothing.
            let again = try await caller.post("\(path)/mute", ["reason": "Once."], headers: key)
            #expect(again["mute_reason"] == "Once." && again.headers["Idempotent-Replayed"] == "true")
            #expect(try await caller.get(path)["status"] == "open")
            #expect(try await caller.post("\(path)/mute", ["reason": "Other."], headers: key).status == 422)
            _ = try await caller.post("\(path)/mute", ["reason": "Kept for the audit."])
            #expect(try await caller.post("\(path)/unmute", [:], headers: key)["status"] == "open")
            #expect(try await caller.get(path)["status"] == "muted")
            let nowhere = "/findings/\(UUID().uuidString.lowercased())/unmute"
            #expect(try await caller.post(nowhere, [:], headers: key).status == 404)
            #expect(muted["mute_reason"] == "Kept for the audit.")
            #expect(try await caller.get("/findings?status=muted")["items"][0]["id"].string == id)
            #expect(try await caller.get("/findings?status=open&rule=ec2_instance_stopped_long")["items"] == [])
            #expect(try await caller.post("/findings/\(id)/unmute", [:])["status"] == "open")
            #expect(try await caller.get("/findings/\(id)")["status"] == "open")
        }

        @Test("the catalogue names what can be scanned, and every type's columns, metrics and rules")
        func catalogue() async throws {
            let answer = try await estate.first.caller.get("/providers")
            #expect(answer["items"][0]["provider"] == "aws")
            for service in answer["items"][0]["services"].array {
                let body: JSON = ["provider": "aws", "services": [service["service"]], "regions": ["eu-west-1"]]
                #expect(try await estate.first.caller.post("/scans", body).status == 202)
                for type in service["resource_types"].array {
                    let name = type["type"].string ?? ""
                    for column in type["columns"].array where column["kind"] == "text" {
                        let path = "/resources?type=\(name)&\(column["name"].string ?? "")=x"
                        #expect(try await estate.first.caller.get(path).status == 200)
                    }
                    #expect(!type["rules"].array.isEmpty)
                    #expect(!type["metrics"].array.isEmpty)
                }
            }
        }

        /// The role of this account may read EC2 and nothing else.
        @Test("all services of an account are scanned side by side; what the role may not read is never told as none")
        func whole() async throws {
            let caller = estate.second.caller
            let services: JSON = ["ec2", "s3", "vpc", "rds"]
            let answer = try await caller.post(
                "/scans", ["provider": "aws", "services": services, "regions": ["eu-west-1"]])
            #expect(answer.status == 202)
            var ends: [String: String] = [:]
            for run in answer["runs"].array {
                let job = try await caller.settled(run["job_id"].string ?? "")
                ends[run["service"].string ?? ""] = job["error"]["message"].string ?? job["status"].string
            }
            #expect(ends["ec2"] == "succeeded" && ends["vpc"] == "succeeded", "\(ends)")
            #expect(ends["s3"]?.contains("ListAllMyBuckets") == true, "\(ends)")
            #expect(ends["rds"]?.contains("DescribeDBInstances") == true, "\(ends)")
            let scan = try await caller.get("/scans/\(answer["id"].string ?? "")")
            #expect(scan["status"] == "error", "\(scan)")
            // Every account has a default network in every region.
            let networks = try await caller.get("/resources?type=vpc&is_default=true")
            #expect(networks["items"].array.count == 1 && networks["completeness"]["complete"] == true, "\(networks)")
            #expect(networks["items"][0]["subnet_count"].int ?? 0 > 0)
            for type in ["s3_bucket", "rds_instance"] {
                let unknown = try await caller.get("/resources?type=\(type)")
                #expect(unknown["items"] == [] && unknown["completeness"]["complete"] == false, "\(unknown)")
            }
        }

        @Test("a scan that has ended is not cancelled; it is deleted, and its job stays in the books")
        func ended() async throws {
            let caller = try await estate.fleet.signUp(role: "arn:aws:iam::666677778888:role/none").caller
            let scan = try await caller.scan(["eu-west-1"])
            _ = try await caller.settled(scan.job)
            #expect(try await caller.post("/scans/\(scan.id)/cancel", [:]).status == 409)
            #expect(try await caller.send("DELETE", "/scans/\(scan.id)").status == 204)
            #expect(try await caller.get("/jobs/\(scan.job)").status == 200)
        }

        @Test(
            "a filter that is none is 400 and says what is known",
            arguments: [
                ("/resources", "type is required"), ("/resources?type=x", "ec2_instance, s3_bucket"),
                ("/resources?type=s3_bucket&is_public=yes", "true, false or unknown"),
                ("/resources?type=s3_bucket&public=true", "is_public"),
                ("/resources?type=ec2_instance&is_public=true", "instance_id"),
                ("/resources?type=ec2_instance&closed=x", "closed"), ("/resources?type=ec2_instance&scan=x", "scan"),
                ("/resources?type=ec2_instance&launch_time=never", "a time"),
                ("/resources?type=ec2_instance&tags=%7B", "object"),
                ("/resources?type=ec2_instance&cursor=x", "cursor"),
                ("/resources?type=rds_instance&storage_gb=much", "whole number"),
                ("/findings?rule=x", "s3_bucket_public"),
                ("/findings?severity=x", "critical"), ("/findings?status=x", "muted"), ("/findings?type=x", "vpc"),
                ("/findings?account=x", "known"),
            ])
        func filters(path: String, word: String) async throws {
            let answer = try await estate.first.caller.get(path)
            #expect(answer.status == 400, "\(answer)")
            #expect(answer.isProblem)
            #expect(answer["detail"].string?.contains(word) == true, "\(answer)")
        }

        @Test(
            "a chart that is none is 400 and says what is known",
            arguments: [
                ("", "cpu_utilization"), ("?name=x", "cpu_utilization"), ("?name=cpu_utilization&step=1", "60"),
                ("?name=cpu_utilization&from=x", "a time"), ("?name=cpu_utilization&statistic=x", "average"),
                ("?name=cpu_utilization&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "before"),
                ("?name=cpu_utilization&from=2020-01-01T00:00:00Z&step=60", "steps"),
            ])
        func charts(query: String, word: String) async throws {
            let id = try await estate.finishedScan(["us-east-1"]).id
            let list = try await estate.first.caller.get("/scans/\(id)/resources?limit=1")
            let one = try #require(list["items"][0]["id"].string, "\(list)")
            let answer = try await estate.first.caller.get("/resources/ec2_instance/\(one)/metrics\(query)")
            #expect(answer.status == 400, "\(answer)")
            #expect(answer["detail"].string?.contains(word) == true, "\(answer)")
        }
    }
}
