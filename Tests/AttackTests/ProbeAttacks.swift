import FleetTestSupport
import Testing

extension Attacks {
    /// What a balancer asks is not answered over the connections that requests use.
    @Suite("Probes") struct ProbeAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        @Test("/readyz stays 200 while every connection that requests use waits for a lock of another session")
        func locked() async throws {
            let (admin, anybody) = (estate.admin, estate.fleet.anybody)
            let id = try await admin.job("bench.noop")
            _ = try await admin.settled(id)
            try await estate.fleet.database.withConnection { connection in
                try await connection.query("begin")
                // Read with every job that is shown, and by nothing that this fleet does now.
                try await connection.query("lock table job_dependencies in access exclusive mode")
                async let statuses = withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<40 {
                        group.addTask {
                            // A connection that opens meanwhile gets some of them, too.
                            try await Task.sleep(for: .milliseconds(number * 15))
                            return try await admin.send("GET", "/jobs/\(id)", within: .seconds(10)).status
                        }
                    }
                    return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
                }
                let end = ContinuousClock.now + .seconds(3)
                var ready: [Int: Int] = [:]
                while ContinuousClock.now < end {
                    let answer = try await anybody.send("GET", "/readyz", within: .seconds(1))
                    ready[answer.status, default: 0] += 1
                    try await Task.sleep(for: .milliseconds(50))
                }
                try await connection.query("rollback")
                #expect(try await statuses.contains(503), "the requests waited for nothing")
                #expect(Set(ready.keys) == [200], "\(ready)")
                print("figure: /readyz while the shared connections waited for 2.5 s: \(ready)")
            }
        }
    }
}
