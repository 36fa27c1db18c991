import Fleet
import Foundation
import Postgres
import Testing

extension CalmFleet {
    @Suite("Tenants are walls") struct TenantTests {
        let estate: CalmEstate

        init() throws { estate = try CalmEstate.current }

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
            let waited = try await stranger.get("/jobs/\(own.job)", headers: [("Prefer", "wait=5")])
            #expect(waited.status == 404)
            #expect(waited.time < .seconds(2), "a wait does not tell that a job exists")
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
            let columns = ["jobs": "tenant", "scans": "account", "scan_runs": "account", "ec2_instances": "account"]
            for (table, column) in columns {
                let foreign = try await rows(table, where: "\(column) <> '\(estate.second.id)'", as: estate.second.id)
                #expect(foreign == 0, "\(table)")
                #expect(try await rows(table, where: "true", as: estate.second.id) > 0, "\(table)")
                #expect(try await rows(table, where: "true", as: "") == 0, "\(table) without a tenant")
            }
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
