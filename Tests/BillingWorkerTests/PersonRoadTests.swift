import FleetTestSupport
import Foundation
import HTTPClient
import Postgres
import TestSupport
import Testing

extension BillingFleet {
    /// A person's archive and removal from the request to the end, by the worker and its own login.
    @Suite("One person's data") struct PersonRoadTests {
        let place: BillingEnvironment

        init() throws { place = try BillingEnvironment.current }

        private func pupil(of school: Tenant) async throws -> (id: UUID, email: String) {
            let email = "\(UUID().uuidString.lowercased())@example.org"
            let answer = try await school.caller.post("/users", ["email": .string(email), "role": "student"])
            guard let id = answer["id"].string.flatMap(UUID.init(uuidString:)) else { throw Unexpected(answer) }
            return (id, email)
        }

        private func users(_ pupil: UUID) async throws -> Int {
            try await place.fleet.count("select count(*) from flotilla.users where id = \(pupil)")
        }

        @Test("an archive is made and fetched") func archive() async throws {
            let school = try await place.fleet.signUp()
            let pupil = try await pupil(of: school)
            let asked = try await school.caller.send("POST", "/users/\(pupil.id.uuidString.lowercased())/export")
            #expect(asked.status == 202, "\(asked)")
            let status = try #require(asked["status_url"].string)
            var export = JSON.null
            #expect(
                try await eventually(within: .seconds(30)) {
                    export = try await school.caller.get(status).json
                    return export["status"] != "preparing"
                })
            #expect(export["status"] == "ready", "\(export)")
            let archive = try await school.caller.get(try #require(export["archive_url"].string)).json
            #expect(archive["tables"]["users"][0]["email"] == .string(pupil.email), "\(archive)")
        }

        @Test("a person is erased, though the worker is killed in between") func erased() async throws {
            let school = try await place.fleet.signUp()
            let pupil = try await pupil(of: school)
            let asked = try await school.caller.send("POST", "/users/\(pupil.id.uuidString.lowercased())/erase")
            #expect(asked.status == 202, "\(asked)")
            let status = try #require(asked["status_url"].string)
            #expect(try await eventually(within: .seconds(30)) { try await users(pupil.id) == 0 })
            await place.kill("BillingWorker")
            _ = try await place.fleet.database.query(
                """
                insert into flotilla.interactions (tenant, user_id, course_id, kind, at)
                values (\(UUID(uuidString: school.id)), \(pupil.id), 'late', 'viewed', now())
                """)
            try await place.restart("BillingWorker")
            var job = JSON.null
            #expect(
                try await eventually(within: .seconds(60)) {
                    job = try await school.caller.get(status).json
                    return job["status"] == "succeeded"
                }, "\(job)")
            // What a token that was still believed has written goes with the second pass.
            #expect(
                try await place.fleet.count(
                    "select count(*) from flotilla.interactions where user_id = \(pupil.id)") == 0)
            let again = try await school.caller.send("POST", "/users/\(pupil.id.uuidString.lowercased())/erase")
            #expect(again.status == 404, "\(again)")
        }
    }
}
