import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension CalmFleet {
    @Suite("Accounts and their users") struct UserRoadTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var fleet: Fleet { estate.fleet }
        private static let password: JSON = "correct horse battery staple"

        private func address() -> String { "user-\(UUID().uuidString.lowercased())@example.org" }

        private func caller(_ answer: Answer) throws -> Caller {
            guard answer.status == 200 || answer.status == 201, let token = answer["token"].string else {
                throw Unexpected(answer)
            }
            return Caller(url: fleet.anybody.url, token: token)
        }

        /// Signs in a user whom the school invites.
        private func join(_ school: Caller, _ role: String) async throws -> (caller: Caller, id: String, email: String)
        {
            let email = address()
            let invited = try await school.post("/users", ["email": .string(email), "role": .string(role)])
            guard let token = invited["invite_token"].string, let id = invited["id"].string else {
                throw Unexpected(invited)
            }
            let accepted = try await fleet.anybody.post(
                "/auth/accept", ["token": .string(token), "password": Self.password])
            return (try caller(accepted), id, email)
        }

        @Test("a school invites a professor, who accepts, signs in, is renamed, promoted and removed")
        func life() async throws {
            let school = try await fleet.signUp().caller
            let email = address()
            let invited = try await school.post(
                "/users",
                ["email": .string(email), "role": "professor", "name": "Ada Lovelace", "locale": "fr-FR"])
            #expect(invited.status == 201)
            let id = try #require(invited["id"].string)
            #expect(invited.headers["Location"] == "/users/\(id)")
            #expect(
                invited.json.names == ["id", "email", "role", "name", "locale", "invite_token"],
                "\(invited)")
            let token = try #require(invited["invite_token"].string)
            #expect(try await school.get("/users/\(id)")["status"] == "invited")
            let refused = try await fleet.anybody.post(
                "/auth/signin", ["email": .string(email), "password": Self.password])
            #expect(refused.status == 401)

            let accepted = try await fleet.anybody.post(
                "/auth/accept", ["token": .string(token), "password": Self.password])
            #expect(accepted.status == 200 && accepted["user"]["role"] == "professor", "\(accepted)")
            let professor = try caller(accepted)
            #expect(try await professor.get("/users").status == 403)
            let signIn = try await fleet.anybody.post(
                "/auth/signin", ["email": .string(email), "password": Self.password])
            #expect(signIn.status == 200)

            let patched = try await school.send(
                "PATCH", "/users/\(id)", body: Array(#"{"name": null, "locale": "en"}"#.utf8))
            #expect(patched.status == 200 && patched["name"] == .null && patched["locale"] == "en", "\(patched)")
            #expect(patched["status"] == "active" && patched["role"] == "professor")
            let promoted = try await school.send("PATCH", "/users/\(id)", body: Array(#"{"role": "school"}"#.utf8))
            #expect(promoted["role"] == "school")
            // The token says professor still, and so counts no more.
            #expect(try await professor.get("/users").status == 401)
            let again = try caller(
                try await fleet.anybody.post(
                    "/auth/signin", ["email": .string(email), "password": Self.password]))
            #expect(try await again.get("/users")["items"].array.count == 2)
            #expect(try await school.send("DELETE", "/users/\(id)").status == 204)
            #expect(try await again.get("/users").status == 401)
            #expect(try await school.get("/users/\(id)").status == 404)
            #expect(try await school.pages("/users", limit: 1).flatMap { $0 }.count == 1)
        }

        @Test("a repeated invitation with its Idempotency-Key is answered alike, token and all, which no table holds")
        func idempotency() async throws {
            let school = try await fleet.signUp().caller
            let body: JSON = ["email": .string(address()), "role": "student"]
            let key = [("Idempotency-Key", UUID().uuidString)]
            let first = try await school.post("/users", body, headers: key)
            let second = try await school.post("/users", body, headers: key)
            #expect(first.status == 201 && second.status == 201)
            #expect(first.body == second.body && second.headers["Idempotent-Replayed"] == "true")
            #expect(second.headers["Location"] == first.headers["Location"])
            let token = try #require(first["invite_token"].string)
            let kept = try await fleet.count(
                "select count(*) from idempotency_keys where position(\(token) in convert_from(body, 'UTF8')) > 0")
            #expect(kept == 0)
            #expect(try await school.post("/users", body).status == 409)
            let wrong = try await school.post(
                "/users", ["email": "nobody", "role": "admin", "nmae": "x", "locale": "_"])
            #expect(wrong.status == 422 && Set(wrong.pointers) == ["/email", "/role", "/nmae", "/locale"], "\(wrong)")
        }

        @Test("a changed password, a reset and a sign-out end tokens in every API process within 5 s")
        func endedTokens() async throws {
            let other = try await fleet.anotherAPI([:])
            let school = try await fleet.signUp().caller
            let (first, _, email) = try await join(school, "school")
            func signIn(_ password: JSON) async throws -> Caller {
                try caller(
                    try await fleet.anybody.post("/auth/signin", ["email": .string(email), "password": password]))
            }
            func refused(_ caller: Caller) async throws -> Bool {
                let beside = Caller(url: other.url, token: caller.token)
                return try await eventually(within: .seconds(5)) {
                    let (here, there) = (try await caller.get("/users").status, try await beside.get("/users").status)
                    return here == 401 && there == 401
                }
            }
            let (second, third) = (try await signIn(Self.password), try await signIn(Self.password))
            #expect(try await second.send("POST", "/auth/signout").status == 204)
            #expect(try await second.get("/users").status == 401)
            #expect(try await refused(second))
            #expect(try await third.get("/users").status == 200)

            let wrong = try await third.post("/auth/password", ["current": "not this one", "new": "another one 1"])
            #expect(wrong.status == 422 && wrong.pointers == ["/current"], "\(wrong)")
            let changed = try caller(
                try await third.post("/auth/password", ["current": Self.password, "new": "another one 1"]))
            #expect(try await changed.get("/users").status == 200)
            #expect(try await Caller(url: other.url, token: changed.token).get("/users").status == 200)
            #expect(try await refused(third))
            #expect(try await refused(first))

            let made = try await fleet.flotilla("users", "reset", email)
            let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(made.status == 0, "\(made.all)")
            let reset = try caller(
                try await fleet.anybody.post("/auth/reset", ["token": .string(token), "password": "another one 2"]))
            #expect(try await refused(changed))
            let again = try await fleet.anybody.post(
                "/auth/reset", ["token": .string(token), "password": "another one 3"])
            #expect(again.status == 422 && again.pointers == ["/token"])
            let beside = try await signIn("another one 2")
            #expect(try await reset.post("/auth/signout", ["everywhere": true]).status == 204)
            #expect(try await refused(reset))
            #expect(try await refused(beside))
            #expect(try await school.get("/users").status == 200)
        }

        @Test("who forgot a password is answered alike whether there is such a user or not") func forgot() async throws
        {
            let known = try await join(try await fleet.signUp().caller, "student").email
            for email in [known, address()] {
                let answer = try await fleet.anybody.post("/auth/forgot", ["email": .string(email)])
                #expect(answer.status == 202 && answer.body.isEmpty)
            }
        }

        @Test("the last school stays, another account's users are unknown, and only its own are listed")
        func walls() async throws {
            let tenant = try await fleet.signUp()
            let school = tenant.caller
            let own = try #require(try await school.get("/users")["items"][0]["id"].string)
            let demotion = Array(#"{"role": "student"}"#.utf8)
            #expect(try await school.send("DELETE", "/users/\(own)").status == 409)
            #expect(try await school.send("PATCH", "/users/\(own)", body: demotion).status == 409)
            let stranger = try await fleet.signUp().caller
            for method in ["GET", "PATCH", "DELETE"] {
                let answer = try await stranger.send(method, "/users/\(own)", body: method == "PATCH" ? demotion : [])
                #expect(answer.status == 404, "\(method): \(answer)")
                #expect(
                    try await estate.admin.send(method, "/users/\(own)", body: method == "PATCH" ? demotion : [])
                        .status == 404)
            }
            let second = try await join(school, "school")
            #expect(try await school.send("PATCH", "/users/\(own)", body: demotion).status == 200)
            #expect(try await second.caller.get("/users")["items"].array.count == 2)
        }

        @Test("a school reads its account, and changes its name and the role to assume") func account() async throws {
            let tenant = try await fleet.signUp()
            let arn = "arn:aws:iam::123456789012:role/new"
            let shown = try await tenant.caller.get("/account")
            #expect(shown["id"].string == tenant.id && shown["external_id"].string == tenant.externalID)
            #expect(shown["role_arn"] == .null)
            func patch(_ body: String) async throws -> Answer {
                try await tenant.caller.send("PATCH", "/account", body: Array(body.utf8))
            }
            let changed = try await patch(#"{"role_arn": "\#(arn)", "company_name": " École "}"#)
            #expect(changed.status == 200 && changed["role_arn"].string == arn && changed["company_name"] == "École")
            let taken = try await patch(#"{"role_arn": null}"#)
            #expect(taken["role_arn"] == .null && taken["company_name"] == "École")
            let wrong = try await patch(#"{"role_arn": 1, "company_name": null, "external_id": "x"}"#)
            #expect(wrong.status == 422 && Set(wrong.pointers) == ["/role_arn", "/company_name", "/external_id"])
        }

        @Test("operators see the workers, and quieten one and let it go on") func workers() async throws {
            let admin = estate.admin
            let bench = try #require(
                try await admin.get("/workers?limit=1000")["items"].array.first { $0["worker"] == "bench" })
            let session = try #require(bench["session"].string)
            #expect(bench["queues"] == ["bench"] && bench["quiet"] == false && bench["pid"].int != nil)
            #expect(bench["last_seen_at"].string != nil && bench["running"].int != nil && bench["host"].string != nil)
            #expect(try await admin.pages("/workers", limit: 1).count >= 2)
            let unknown = UUID().uuidString.lowercased()
            for action in ["quiet", "resume"] {
                let answer = try await admin.send("POST", "/workers/\(session)/\(action)")
                #expect(answer.status == 200 && answer["quiet"].bool == (action == "quiet"), "\(answer)")
                #expect(try await admin.send("POST", "/workers/\(unknown)/\(action)").status == 404)
                #expect(try await estate.first.caller.send("POST", "/workers/\(session)/\(action)").status == 403)
            }
            #expect(try await admin.settled(try await admin.job("bench.noop"))["status"] == "succeeded")
        }
    }
}
