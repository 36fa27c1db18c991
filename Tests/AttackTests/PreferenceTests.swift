import FleetTestSupport
import Testing

extension Attacks {
    @Suite("A header") struct PreferenceTests {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        @Test("a preference that says nothing is ignored") func empty() async throws {
            let admin = estate.admin
            let id = try await admin.job("bench.noop")
            _ = try await admin.settled(id)
            for value in [";", ";;", ",", "wait", "wait=", "wait=1,;", "wait=1;,", "=;=", "\u{37E}", "wait=\u{37E}"] {
                let answer = try await admin.get("/jobs/\(id)", headers: [("Prefer", value)])
                #expect(answer.status == 200, "\(value): \(answer)")
            }
            #expect(try estate.fleet.api.isRunning)
        }
    }
}
