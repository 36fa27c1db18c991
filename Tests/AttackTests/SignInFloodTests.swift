import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Attacks {
    /// Wrong passwords and floods of sign-ups from the victim's own address.
    @Suite("A flood of sign-ins") struct SignInFloodTests {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private static let password: JSON = "correct horse battery staple"

        /// An API of its own, whose limits are unused.
        private func api() async throws -> Caller { try await estate.fleet.listening().caller }

        private func account(_ api: Caller) async throws -> JSON {
            let email = JSON.string("person-\(UUID().uuidString.lowercased())@example.org")
            let answer = try await api.post("/auth/signup", ["email": email, "password": Self.password])
            guard answer.status == 201 else { throw Unexpected(answer) }
            return email
        }

        /// Sends while the body runs.
        private func flooding<Value: Sendable>(
            _ connections: Int, _ send: @escaping @Sendable () async throws -> Answer,
            _ body: @Sendable () async throws -> Value
        ) async throws -> (value: Value, answers: [Int: Int]) {
            let tally = Tally()
            let flood = Task {
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<connections {
                        group.addTask {
                            while !tally.isOver.withLock({ $0 }) {
                                guard let answer = try? await send() else { continue }
                                tally.count(answer)
                            }
                        }
                    }
                }
            }
            #expect(try await eventually { !tally.answers.isEmpty })
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            tally.isOver.withLock { $0 = true }
            await flood.value
            return (try result.get(), tally.answers)
        }

        private func signIns(_ api: Caller, _ email: JSON, _ count: Int) async throws -> (Duration, [Int]) {
            var slowest = Duration.zero
            var statuses: [Int] = []
            for _ in 0..<count {
                let answer = try await api.post("/auth/signin", ["email": email, "password": Self.password])
                slowest = max(slowest, answer.time)
                statuses.append(answer.status)
            }
            return (slowest, statuses)
        }

        @Test("a right sign-in beside 64 connections of wrong ones is answered, also from the same address")
        func unknown() async throws {
            let api = try await api()
            let (known, new) = (try await account(api), try await account(api))
            _ = try await signIns(api, known, 1)
            let (result, answers) = try await flooding(
                Settings.size(64, full: 1000),
                {
                    let email = JSON.string("nobody-\(UInt64.random(in: 0...UInt64.max))@example.org")
                    return try await api.post("/auth/signin", ["email": email, "password": "a wrong password"])
                }
            ) {
                try await estate.bystander.during {
                    (try await signIns(api, known, 5), try await signIns(api, new, 5))
                }
            }
            let (one, other) = result.value
            print(
                "figure: right sign-ins beside \(answers.values.reduce(0, +)) wrong ones \(answers): known here"
                    + " \(one.0), new here \(other.0)")
            estate.report("wrong sign-ins", result.toll)
            #expect(one.1.allSatisfy { $0 == 200 }, "\(one.1)")
            #expect(other.1.allSatisfy { $0 == 200 }, "\(other.1)")
            #expect(max(one.0, other.0) < .seconds(5))
            #expect(Set(answers.keys).isSubset(of: [401, 429]))
            #expect(result.toll.refused.isEmpty)
        }

        @Test("guesses at one account meet growing delays, a count and a line, and its owner elsewhere meets none")
        func guesses() async throws {
            let (process, api) = try await estate.fleet.listening(["FLOTILLA_TRUSTED_PROXIES": "127.0.0.1"])
            let email = try await account(api)
            func signIn(_ password: JSON, from address: String) async throws -> Answer {
                try await api.post(
                    "/auth/signin", ["email": email, "password": password], headers: [("X-Forwarded-For", address)])
            }
            #expect(try await signIn(Self.password, from: "192.0.2.1").status == 200)
            var statuses: [Int] = []
            var refusal: Answer?
            for index in 0..<14 {
                let answer = try await signIn("a wrong password", from: "198.51.100.\(index)")
                statuses.append(answer.status)
                if answer.status == 429 { refusal = answer }
            }
            #expect(statuses.prefix(10).allSatisfy { $0 == 401 }, "\(statuses)")
            #expect(statuses.last == 429, "\(statuses)")
            #expect(refusal?.headers["Retry-After"] != nil)
            #expect(try await signIn(Self.password, from: "192.0.2.1").status == 200)
            let metrics = String(decoding: try await api.get("/metrics").body, as: UTF8.self)
            #expect(
                metrics.contains(#/flotilla_auth_failures_total\{reason="wrong_credentials"\} 1[0-9]/#), "\(metrics)")
            #expect(metrics.contains(#/flotilla_auth_failures_total\{reason="too_many_failures"\} [1-9]/#))
            let line = try #require(await process.line(with: "too_many_failures"))
            #expect(line.contains("198.51.100."))
            #expect(!line.contains(email.string ?? "@") && !line.contains("wrong password"))
        }

        @Test("a flood of sign-ups leaves sign-ins their turn, and 120 at once are accepted") func signUps()
            async throws
        {
            let api = try await api()
            let email = try await account(api)
            let tally = Tally()
            let many = Settings.size(40, full: 120)
            async let flood: Void = withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<many {
                    group.addTask {
                        let mail = JSON.string("new-\(UUID().uuidString)@example.org")
                        let answer = try await api.post("/auth/signup", ["email": mail, "password": Self.password])
                        tally.count(answer)
                    }
                }
                try await group.waitForAll()
            }
            let (slowest, own) = try await signIns(api, email, 5)
            try await flood
            print("figure: \(many) sign-ups at once \(tally.answers): slowest sign-in \(slowest)")
            #expect(own.allSatisfy { $0 == 200 })
            #expect(slowest < .seconds(5))
            #expect(tally.answers == [201: many])
        }

        @Test("a password opens in whatever form its letters are composed") func composed() async throws {
            let api = try await api()
            for (first, second) in [
                ("pässwört-ångström", "pässwört-ångström"), ("pass word é", "pass\u{A0}word e\u{301}"),
            ] {
                let forms = [first.decomposedStringWithCanonicalMapping, second.precomposedStringWithCanonicalMapping]
                for (chosen, typed) in [(forms[0], forms[1]), (forms[1], forms[0]), (first, second), (second, first)] {
                    let email = JSON.string("person-\(UUID().uuidString)@example.org")
                    let made = try await api.post("/auth/signup", ["email": email, "password": .string(chosen)])
                    #expect(made.status == 201, "\(made)")
                    let answer = try await api.post("/auth/signin", ["email": email, "password": .string(typed)])
                    #expect(answer.status == 200, "\(answer)")
                }
            }
        }
    }
}
