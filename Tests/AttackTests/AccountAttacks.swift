import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Attacks {
    /// Users, invitations, roles and tokens, under attack.
    @Suite("Accounts") struct AccountAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private static let password: JSON = "correct horse battery staple"

        private var anybody: Caller { estate.fleet.anybody }

        private func address() -> String { "u-\(UUID().uuidString.lowercased())@example.org" }

        private func invite(
            _ school: Caller, _ role: String = "student"
        ) async throws -> (token: String, email: String, id: String) {
            let email = address()
            let answer = try await school.post("/users", ["email": .string(email), "role": .string(role)])
            guard let token = answer["invite_token"].string, let id = answer["id"].string else {
                throw Unexpected(answer)
            }
            return (token, email, id)
        }

        private func accept(_ token: String, _ password: JSON = password) async throws -> Answer {
            try await anybody.post("/auth/accept", ["token": .string(token), "password": password])
        }

        private func signIn(_ email: String, _ password: JSON = password) async throws -> Answer {
            try await anybody.post("/auth/signin", ["email": .string(email), "password": password])
        }

        private func statuses(of count: Int, _ body: @escaping @Sendable () async throws -> Answer) async throws
            -> [Int]
        {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<count { group.addTask { try await body().status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }

        @Test("of twenty who accept an invitation at once one does, and none after it, nor by another way")
        func race() async throws {
            let school = try await estate.fleet.signUp().caller
            let invited = try await invite(school)
            let found = try await statuses(of: 20) { try await accept(invited.token) }
            #expect(found.filter { $0 == 200 }.count == 1 && found.allSatisfy { $0 == 200 || $0 == 422 }, "\(found)")
            #expect(try await accept(invited.token).status == 422)
            let reset: JSON = ["token": .string(invited.token), "password": Self.password]
            #expect(try await anybody.post("/auth/reset", reset).status == 422)
            let other = try await invite(school)
            #expect(
                try await anybody.post("/auth/reset", ["token": .string(other.token), "password": Self.password])
                    .status == 422)
            #expect(try await accept(other.token).status == 200)
        }

        @Test("an invitation whose user was removed, whose time is over or that was never made is refused alike")
        func uselessTokens() async throws {
            let school = try await estate.fleet.signUp().caller
            let (removed, expired) = (try await invite(school), try await invite(school))
            #expect(try await school.send("DELETE", "/users/\(removed.id)").status == 204)
            let user = try #require(UUID(uuidString: expired.id))
            try await estate.fleet.database.query("update user_tokens set expires_at = now() where user_id = \(user)")
            for token in [removed.token, expired.token, "nonsense", String(repeating: "x", count: 43)] {
                let answer = try await accept(token)
                #expect(answer.status == 422 && answer.pointers == ["/token"], "\(answer)")
            }
            #expect(try await accept("\u{0}").status == 422)
        }

        @Test("a school's hundred and thirty users accept at once from one address, and none is refused")
        func schoolRoom() async throws {
            let school = try await estate.fleet.signUp().caller
            var tokens: [String] = []
            for _ in 0..<130 { tokens.append(try await invite(school).token) }
            let made = tokens
            let start = ContinuousClock.now
            let found = try await withThrowingTaskGroup(of: Int.self) { group in
                for token in made { group.addTask { try await accept(token).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            print("figure: 130 accepted invitations from one address took \(ContinuousClock.now - start)")
            #expect(found.allSatisfy { $0 == 200 }, "\(found)")
        }

        @Test("no school raises itself or anybody to an operator, whatever it sends") func roles() async throws {
            let tenant = try await estate.fleet.signUp()
            let own = try #require(try await tenant.caller.get("/users")["items"][0]["id"].string)
            for role in ["admin", "service", "support", "Admin", "root", ""] {
                let patched = try await tenant.caller.send(
                    "PATCH", "/users/\(own)", body: Array(#"{"role": "\#(role)"}"#.utf8))
                #expect(patched.status == 422, "\(role): \(patched)")
                let made = try await tenant.caller.post("/users", ["email": .string(address()), "role": .string(role)])
                #expect(made.status == 422, "\(role): \(made)")
            }
            for body in [
                #"{"account": "\#(estate.victim.id)"}"#, #"{"email": "x@example.org"}"#, #"{"password": "x"}"#,
                #"{"password_hash": "x"}"#, #"{"id": "\#(UUID())"}"#, #"[]"#, #"{"role": null}"#,
            ] {
                let answer = try await tenant.caller.send("PATCH", "/users/\(own)", body: Array(body.utf8))
                #expect(answer.status == 422, "\(body): \(answer)")
            }
            let signUp = try await anybody.post(
                "/auth/signup", ["email": .string(address()), "password": Self.password, "role": "admin"])
            #expect(signUp.status == 422 || signUp["user"]["role"] == "school", "\(signUp)")
            #expect(try await tenant.caller.get("/users/\(own)")["role"] == "school")
        }

        @Test("a token that another issuer signed for an account that is none of ours manages no users")
        func foreign() async throws {
            var caller = anybody
            caller.token = try AttackTokens.sign(tenant: UUID().uuidString.lowercased(), role: "school")
            let body: JSON = ["email": .string(address()), "role": "student"]
            #expect(try await caller.post("/users", body).status == 404)
            #expect(try await caller.get("/users")["items"].array.isEmpty)
            #expect(try await caller.get("/account").status == 404)
            let change: JSON = ["current": Self.password, "new": "a new password 1"]
            #expect(try await caller.post("/auth/password", change).status == 422)
            #expect(try await caller.send("POST", "/auth/signout").status == 204)
            #expect(try await caller.get("/users").status == 401)
        }

        @Test("a neighbour who sends rubbish keeps no user of the same address from accepting") func neighbour()
            async throws
        {
            let invited = try await invite(try await estate.fleet.signUp().caller)
            let found = try await statuses(of: 300) { try await accept("rubbish") }
            #expect(found.allSatisfy { $0 == 422 }, "\(found)")
            #expect(try await accept(invited.token).status == 200)
        }

        @Test("a school cannot try out which addresses are taken without end") func enumeration() async throws {
            let tenant = try await estate.fleet.signUp()
            let known = try await invite(try await estate.fleet.signUp().caller).email
            var found: [Int] = []
            for _ in 0..<130 {
                found.append(
                    try await tenant.caller.post("/users", ["email": .string(known), "role": "student"]).status)
            }
            #expect(found.contains(409) && found.suffix(20).contains(429), "\(found)")
            // Another school goes on.
            #expect(try await invite(estate.victim.caller).token.isEmpty == false)
        }

        @Test("sign-ins with the old password that race its change leave no token that counts", arguments: 0..<3)
        func overtaking(round: Int) async throws {
            let email = address()
            let first = try await anybody.post(
                "/auth/signup", ["email": .string(email), "password": Self.password])
            var owner = anybody
            owner.token = first["token"].string
            let caller = owner
            async let answers = withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<12 {
                    group.addTask {
                        try await Task.sleep(for: .milliseconds(index * 20))
                        return try await signIn(email)
                    }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            let changed = try await caller.post(
                "/auth/password", ["current": Self.password, "new": "a new password 1"])
            #expect(changed.status == 200, "\(changed)")
            let tokens = try await answers.compactMap { $0["token"].string }
            let url = anybody.url
            let isOver = try await eventually(within: .seconds(5)) {
                for token in tokens where try await Caller(url: url, token: token).get("/account").status != 401 {
                    return false
                }
                return true
            }
            #expect(isOver)
            #expect(
                try await Caller(url: url, token: changed["token"].string).get("/account").status == 200)
        }

        @Test("a stream that is open ends when its token is signed out, and one that a new token opens goes on")
        func stream() async throws {
            let person = try await estate.fleet.signUp().caller
            let scan = try await person.post(
                "/scans",
                [
                    "provider": "aws", "services": ["ec2"], "role_arn": "arn:aws:iam::111122223333:role/scan",
                    "regions": ["eu-west-1"],
                ])
            let job = try #require(scan["runs"][0]["job_id"].string)
            let crowd = try RawCrowd(person)
            defer { crowd.close() }
            try crowd.open(1, sending: person.header("GET", "/jobs/\(job)/events", "\r\n"))
            #expect(try crowd.clients[0].readHead().contains(" 200 "))
            #expect(try await person.send("POST", "/auth/signout").status == 204)
            let start = ContinuousClock.now
            while try crowd.clients[0].readChunk() != nil, ContinuousClock.now - start < .seconds(12) {}
            #expect(ContinuousClock.now - start < .seconds(12))
        }
    }
}
