import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Attacks {
    /// A token outlives its user only for seconds.
    @Suite("Revocation") struct RevocationAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private func signUp() async throws -> (caller: Caller, email: String, user: UUID, tenant: UUID) {
            let email = "gone-\(UUID().uuidString.lowercased())@example.org"
            let answer = try await estate.fleet.anybody.post(
                "/auth/signup", ["email": .string(email), "password": "correct horse battery staple"])
            var caller = estate.fleet.anybody
            caller.token = answer["token"].string
            return (
                caller, email, try #require(answer["user"]["id"].string.flatMap(UUID.init(uuidString:))),
                try #require(answer["user"]["account"]["id"].string.flatMap(UUID.init(uuidString:)))
            )
        }

        /// How long the token is still let in by every API; at most 5 s.
        private func refused(_ callers: [Caller]) async throws -> Duration {
            let start = ContinuousClock.now
            let isRefused = try await eventually(within: .seconds(5)) {
                for caller in callers where try await caller.get("/scans").status != 401 { return false }
                return true
            }
            #expect(isRefused)
            return .now - start
        }

        @Test("revoke and delete end every older token in every API within 5 s, and a new sign-in is good at once")
        func command() async throws {
            let other = try await estate.fleet.anotherAPI([:])
            let person = try await signUp()
            var beside = other
            beside.token = person.caller.token
            #expect(try await person.caller.get("/scans").status == 200)
            #expect(try await beside.get("/scans").status == 200)
            let revoked = try await estate.fleet.flotilla("users", "revoke", person.email)
            #expect(revoked.status == 0, "\(revoked.all)")
            #expect(revoked.all.contains("users revoke") && revoked.all.contains(person.user.uuidString.lowercased()))
            let signIn = try await estate.fleet.anybody.post(
                "/auth/signin", ["email": .string(person.email), "password": "correct horse battery staple"])
            let time = try await refused([person.caller, beside])
            print("figure: a revoked token was let in for \(time)")
            var again = estate.fleet.anybody
            again.token = signIn["token"].string
            #expect(try await again.get("/scans").status == 200)
            let deleted = try await estate.fleet.flotilla("users", "delete", person.email)
            #expect(deleted.status == 0, "\(deleted.all)")
            _ = try await refused([again])
            #expect(try await estate.fleet.flotilla("users", "revoke", person.email).status == 1)
        }

        @Test("a user or an account that somebody deletes takes its tokens with it")
        func rows() async throws {
            let (person, company) = (try await signUp(), try await signUp())
            try await estate.fleet.database.query("delete from users where id = \(person.user)")
            try await estate.fleet.database.query("delete from accounts where id = \(company.tenant)")
            _ = try await refused([person.caller, company.caller])
        }

        @Test("an open stream ends with its token")
        func stream() async throws {
            let person = try await signUp()
            let scan = try await person.caller.post(
                "/scans",
                [
                    "provider": "aws", "services": ["ec2"], "role_arn": "arn:aws:iam::111122223333:role/scan",
                    "regions": ["eu-west-1"],
                ])
            let job = try #require(scan["runs"][0]["job_id"].string)
            let crowd = try RawCrowd(person.caller)
            defer { crowd.close() }
            try crowd.open(1, sending: person.caller.header("GET", "/jobs/\(job)/events", "\r\n"))
            #expect(try crowd.clients[0].readHead().contains(" 200 "))
            _ = try await estate.fleet.flotilla("users", "revoke", person.email)
            let start = ContinuousClock.now
            while try crowd.clients[0].readChunk() != nil, ContinuousClock.now - start < .seconds(12) {}
            #expect(ContinuousClock.now - start < .seconds(12))
        }

        @Test("a token that somebody else signed, for a subject that was never ours, is good")
        func foreign() async throws {
            var caller = estate.fleet.anybody
            caller.token = try AttackTokens.sign(tenant: UUID().uuidString.lowercased(), role: "service")
            #expect(try await caller.get("/jobs").status == 200)
        }

        @Test("while PostgreSQL is away, what was revoked stays revoked")
        func outage() async throws {
            let person = try await signUp()
            _ = try await estate.fleet.flotilla("users", "revoke", person.email)
            _ = try await refused([person.caller])
            try await estate.fleet.postgres.stop()
            let status = try? await person.caller.get("/scans").status
            try await estate.fleet.postgres.start()
            #expect(status == 401)
            #expect(try await eventually { try await estate.victim.caller.get("/scans").status == 200 })
            #expect(try await person.caller.get("/scans").status == 401)
        }
    }
}
