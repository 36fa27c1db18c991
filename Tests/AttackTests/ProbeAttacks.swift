import FleetTestSupport
import Testing

extension Attacks {
    /// What a balancer asks is not answered over the connections that requests use.
    @Suite("Probes") struct ProbeAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        @Test(
            "/readyz stays 200 while every connection that requests use waits for a lock of another session",
            .timeLimit(.minutes(1)))
        func locked() async throws {
            let (admin, anybody) = (estate.admin, estate.fleet.anybody)
            let id = try await admin.job("bench.noop")
            _ = try await admin.settled(id)
            try await estate.fleet.database.withConnection { connection in
                try await connection.query("begin")
                // Read with every job that is shown, and by nothing that this fleet does now.
                try await connection.query("lock table job_dependencies in access exclusive mode")
                let tally = Tally()
                let ready = try await withThrowingTaskGroup(of: Void.self) { group in
                    var (ready, asked) = ([Int: Int](), 0)
                    // One request after each answer of the probe: a connection that opens meanwhile gets some of them, too.
                    // Until the first has waited in vain.
                    while tally.answers[503] == nil {
                        if asked < 40 {
                            asked += 1
                            group.addTask {
                                tally.count(try await admin.send("GET", "/jobs/\(id)", within: .seconds(10)))
                            }
                        }
                        ready[try await anybody.send("GET", "/readyz", within: .seconds(1)).status, default: 0] += 1
                    }
                    try await connection.query("rollback")
                    try await group.waitForAll()
                    return ready
                }
                #expect(Set(ready.keys) == [200], "\(ready)")
                print("figure: /readyz while the shared connections waited: \(ready)")
            }
        }
    }
}
