import FleetTestSupport
import Foundation
import Testing

extension Attacks {
    /// docs/roles.md says who may do what, and the program does what it says.
    @Suite("Roles") struct RoleAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private static let roles = ["admin", "professor", "school", "service", "student", "support"]

        @Test("every route answers 401 without a token, 403 to roles that have no right to it, and others are let in")
        func walk() async throws {
            let routes = try await RouteLine.all(estate.fleet).filter { $0.roles != nil }
            var callers: [String: Caller] = [:]
            for role in Self.roles { callers[role] = try await estate.fleet.user(role: role) }
            for route in routes {
                let path = route.path { $0 == "name" ? "nothing" : $0 == "type" ? "vpc" : UUID().uuidString }
                let body = route.method == "POST" || route.method == "PATCH" ? Array("{}".utf8) : []
                // A stream that is let in does not end.
                let method = route.pattern.hasSuffix("/events") ? "HEAD" : route.method
                let stranger = try await estate.fleet.anybody.send(method, path, body: body)
                #expect(stranger.status == 401, "\(route): \(stranger)")
                // These end the token of the caller.
                let endsTokens = ["/auth/signout", "/auth/session"].contains(route.pattern)
                for role in Self.roles {
                    let caller = try endsTokens ? await estate.fleet.user(role: role) : #require(callers[role])
                    let status = try await caller.send(method, path, body: body).status
                    let isLetIn = status != 403 && status != 401 && status < 500
                    #expect(isLetIn == route.roles?.contains(role), "\(role), \(route.method) \(path): \(status)")
                }
            }
        }

        @Test("students and professors see no job, batch or stream of their school")
        func pupils() async throws {
            let body: JSON = [
                "provider": "aws", "services": ["ec2"], "role_arn": "arn:aws:iam::111122223333:role/scan",
                "regions": ["eu-west-1"],
            ]
            let scan = try await estate.victim.caller.post("/scans", body)
            let job = try #require(scan["runs"][0]["job_id"].string)
            for role in ["student", "professor"] {
                let token = try AttackTokens.sign(tenant: estate.victim.id, role: role)
                let pupil = Caller(url: estate.admin.url, token: token)
                for path in ["/jobs", "/jobs/\(job)", "/batches", "/scans", "/schedules"] {
                    let answer = try await pupil.get(path)
                    #expect(answer.status == 403, "\(role) \(path): \(answer)")
                }
                // They follow the generations that they asked for: any other job is not there for them.
                #expect(try await pupil.get("/jobs/\(job)/events").status == 404)
            }
            #expect(try await estate.victim.caller.get("/jobs/\(job)").status == 200)
        }

        @Test("the table in docs/roles.md is that of the program")
        func table() async throws {
            let file = URL(filePath: #filePath).appending(path: "../../../docs/roles.md").standardized
            let documented = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap {
                line -> RouteLine? in
                let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                guard cells.count == 2, let first = cells.first?.split(separator: " "), first.count == 2,
                    first[0].hasPrefix("`")
                else { return nil }
                let roles = cells[1] == "everybody" ? nil : Set(cells[1].split(separator: ", ").map(String.init))
                return RouteLine(
                    method: String(first[0].dropFirst()), pattern: String(first[1].dropLast()), roles: roles)
            }
            #expect(Set(documented) == Set(try await RouteLine.all(estate.fleet)))
        }
    }
}
