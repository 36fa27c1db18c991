import FleetTestSupport
import Foundation
import Postgres
import Testing

extension CalmFleet {
    @Suite("Tenants are walls") struct TenantTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private func finished(_ tenant: Tenant) async throws -> (id: String, job: String) {
            let scan = try await tenant.caller.scan(["eu-west-1"])
            let job = try await tenant.caller.settled(scan.job)
            guard job["status"] == "succeeded" else { throw Unexpected("the scan's job: \(job)") }
            return scan
        }

        @Test("another tenant's ids are 404 at every endpoint, like ids that nobody has") func foreignIDs() async throws
        {
            let own = try await finished(estate.first)
            let stranger = estate.second.caller
            let nobodys = UUID().uuidString.lowercased()
            for prefix in ["", "/api/v1"] {
                for (id, job) in [own, (nobodys, nobodys), ("1", "1"), ("%27%20or%201=1", "..%2f")] {
                    let paths = [
                        "/scans/\(id)", "/scans/\(id)/resources",
                        "/scans/\(id)/resources?type=ec2_instance&state=running",
                        "/jobs/\(job)",
                    ]
                    for path in paths {
                        let answer = try await stranger.get(prefix + path)
                        #expect(answer.status == 404, "\(path): \(answer)")
                        #expect(answer.isProblem)
                    }
                }
            }
            try await foreignInventory(own.id, stranger)
            let waited = try await stranger.get("/jobs/\(own.job)", headers: [("Prefer", "wait=5")])
            #expect(waited.status == 404)
            #expect(waited.time < .seconds(2), "a wait does not tell that a job exists")
        }

        /// What hangs on a scan: its resources, their metrics and findings, and everything that changes them.
        private func foreignInventory(_ scan: String, _ stranger: Caller) async throws {
            let own = try await estate.first.caller.get("/scans/\(scan)/resources?limit=1")["items"][0]
            let (id, name) = (own["id"].string ?? "", own["instance_id"].string ?? "")
            try await estate.fleet.database.query(
                """
                insert into findings (account, resource_id, rule, severity, evidence, opened_at, confirmed_at)
                select account, id, 'ec2_instance_stopped_long', 'low', '{}', now(), now() from resources
                where id = \(UUID(uuidString: id))
                on conflict do nothing
                """)
            let findings = try await estate.first.caller.get("/findings?rule=ec2_instance_stopped_long")["items"].array
            let finding = try #require(findings.first { $0["resource"]["id"].string == id }?["id"].string)
            let theirs = try await finished(estate.second).id
            for (method, path) in [
                ("GET", "/scans/\(scan)/diff"), ("GET", "/scans/\(theirs)/diff?against=\(scan)"),
                ("GET", "/resources?type=ec2_instance&scan=\(scan)"), ("GET", "/resources/ec2_instance/\(id)"),
                ("GET", "/resources/ec2_instance/\(name)"),
                ("GET", "/resources/ec2_instance/\(id)/metrics?name=cpu_utilization"), ("GET", "/findings/\(finding)"),
                ("POST", "/findings/\(finding)/mute"), ("POST", "/findings/\(finding)/unmute"),
                ("POST", "/scans/\(scan)/cancel"), ("DELETE", "/scans/\(scan)"),
            ] {
                let body = method == "POST" ? Array(#"{"reason": "x"}"#.utf8) : []
                let answer = try await stranger.send(method, path, body: body)
                #expect(answer.status == 404, "\(method) \(path): \(answer)")
                #expect(answer.isProblem)
            }
            #expect(try await estate.first.caller.get("/scans/\(scan)").status == 200)
            #expect(try await estate.first.caller.get("/findings/\(finding)")["muted_at"] == nil)
            for path in ["/resources?type=ec2_instance&closed=any", "/findings"] {
                let seen = try await stranger.pages(path, limit: 100).flatMap { $0 }
                #expect(!seen.isEmpty || path == "/findings")
                #expect(!"\(seen)".contains(id), "\(path)")
            }
        }

        @Test("lists, filters and cursors show a tenant its own alone") func lists() async throws {
            let first = try await finished(estate.first)
            let second = try await finished(estate.second)
            for (tenant, own, foreign) in [(estate.first, first, second), (estate.second, second, first)] {
                let caller = tenant.caller
                let scans = try await caller.pages("/scans", limit: 100).flatMap { $0 }.map { $0["id"].string }
                #expect(scans.contains(own.id))
                #expect(!scans.contains(foreign.id))
                let jobs = try await caller.pages("/jobs", limit: 100).flatMap { $0 }
                #expect(jobs.contains { $0["id"].string == own.job })
                #expect(jobs.allSatisfy { $0["tenant"].string == tenant.id })
                // A foreign id as a cursor is a place in time and nothing more.
                for path in ["/scans", "/jobs"] {
                    let after = try await caller.get("\(path)?cursor=\(path == "/scans" ? foreign.id : foreign.job)")
                    #expect(after.status == 200)
                    #expect(!after.description.contains(foreign.id))
                }
            }
            let resources = try await estate.second.caller.pages("/scans/\(second.id)/resources", limit: 100)
            #expect(Set(resources.flatMap { $0 }.compactMap { $0["instance_id"].string }) == estate.secondInstances)
        }

        @Test("filters that try to reach past the wall are refused or find nothing") func filters() async throws {
            let own = try await finished(estate.second)
            let caller = estate.second.caller
            for query in [
                "account=\(estate.first.id)", "tenant=\(estate.first.id)", "scan=\(own.id)", "scan_run_id=\(own.id)",
                "state%27%20or%20true--=x",
            ] {
                #expect(try await caller.get("/scans/\(own.id)/resources?\(query)").status == 400, "\(query)")
            }
            let found = try await caller.get("/scans/\(own.id)/resources?state=x%27%20or%20true--")
            #expect(found.json["items"] == [])
            #expect(try await caller.get("/jobs?tenant=\(estate.first.id)").status == 400)
            let cursor = Data("a\nb' or true--".utf8).base64EncodedString()
            let escaped = cursor.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let page = try await caller.get("/scans/\(own.id)/resources?cursor=\(escaped)")
            #expect(page["items"].array.allSatisfy { estate.secondInstances.contains($0["instance_id"].string ?? "") })
        }

        @Test("the database itself shows a tenant its own rows alone, and nobody's when none is named")
        func rowLevelSecurity() async throws {
            _ = try await finished(estate.first)
            _ = try await finished(estate.second)
            // A row of each table for each of the two, where the scans left none.
            for tenant in [estate.first.id, estate.second.id].compactMap(UUID.init(uuidString:)) {
                try await estate.fleet.database.execute(Self.rows(of: tenant))
            }
            let columns = [
                "jobs": "tenant", "scans": "account", "scan_runs": "account", "ec2_instances": "account",
                "s3_buckets": "account", "vpc_instances": "account", "rds_instances": "account",
                "resources": "account", "scan_coverage": "account", "findings": "account",
                "ec2_performance": "account", "s3_performance": "account", "vpc_performance": "account",
                "rds_performance": "account",
            ]
            for (table, column) in columns {
                let foreign = try await rows(table, where: "\(column) <> '\(estate.second.id)'", as: estate.second.id)
                #expect(foreign == 0, "\(table)")
                #expect(try await rows(table, where: "true", as: estate.second.id) > 0, "\(table)")
                #expect(try await rows(table, where: "true", as: "") == 0, "\(table) without a tenant")
            }
        }

        private static func rows(of tenant: UUID) -> [Query] {
            let source: Query = """
                from resources known where account = \(tenant) order by id limit 1
                on conflict do nothing
                """
            let tables = [
                (
                    "s3_buckets", "bucket_name, is_public, is_encrypted, versioning_enabled, total_size_gb",
                    "false, true, true, 1"
                ),
                ("vpc_instances", "vpc_id, cidr_block, is_default, state, subnet_count", "'', false, 'available', 1"),
                (
                    "rds_instances",
                    "db_identifier, engine, engine_version, instance_class, status, storage_gb, is_public, is_reachable, "
                        + "is_encrypted, backup_retention_days", "'', '', '', '', 1, false, false, true, 7"
                ),
            ]
            let rows: [Query] = tables.map { table, columns, values in
                """
                insert into \(unescaped: table)
                    (scan_run_id, account, scan_timestamp, resource_id, region, \(unescaped: columns))
                select latest_run, account, latest_seen_at, id, region, identifier, \(unescaped: values) \(source)
                """
            }
            let points: [Query] = ["ec2", "s3", "vpc", "rds"].map { service in
                """
                insert into \(unescaped: service)_performance (resource_id, account, "timestamp")
                select id, account, now() \(source)
                """
            }
            let finding: Query = """
                insert into findings (account, resource_id, rule, severity, evidence, opened_at, confirmed_at)
                select account, id, 'ec2_instance_stopped_long', 'low', '{}', now(), now() \(source)
                """
            return rows + points + [finding]
        }

        private func rows(_ table: String, where condition: String, as tenant: String) async throws -> Int {
            let answers = try await estate.fleet.database.execute([
                "select set_config('role', 'flotilla_tenant', true), set_config('flotilla.tenant', \(tenant), true)",
                "select count(*) from \(unescaped: table) where \(unescaped: condition)",
            ])
            return Int(try answers[1].rows[0].decode(0, as: Int64.self))
        }
    }
}
