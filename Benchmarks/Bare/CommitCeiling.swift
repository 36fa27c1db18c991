import Assembly
import Postgres

/// What one durable transaction costs: a row inserted and committed, one after the other.
package struct CommitCeiling: Sendable {
    let databaseURL: String

    package init(databaseURL: String) { self.databaseURL = databaseURL }

    /// - Returns: the times of so many commits.
    package func run(_ count: Int) async throws -> [Duration] {
        let times = try await Threads.run(1) { _ in
            let postgres = try BarePostgres(url: databaseURL, setup: Connections.sessionSetup.map(\.sql))
            let insertion: Query = "insert into flotilla.due (run_at, id) values ('infinity', gen_random_uuid())"
            let statement = BareStatement(insertion)
            try postgres.prepare("commit", statement)
            let times = try (0..<count).map { _ in
                let start = ContinuousClock.now
                try postgres.run([("commit", statement)])
                return ContinuousClock.now - start
            }
            let removal = BareStatement("delete from flotilla.due where run_at = 'infinity'")
            try postgres.prepare("removal", removal)
            try postgres.run([("removal", removal)])
            return times
        }
        return times.flatMap { $0 }
    }
}
