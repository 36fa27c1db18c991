import Assembly
import Postgres

/// Transactions of the product's own statements, one after the other in as many threads as are asked for, and nothing around
/// them.
package struct UnitCeiling: Sendable {
    let databaseURL: String

    package init(databaseURL: String) { self.databaseURL = databaseURL }

    /// - Parameter parts: for each thread its transactions; each is one trip.
    /// - Returns: the time from the first transaction to the end of the last one. Preparing statements is before it.
    package func run(_ parts: [[[Query]]]) async throws -> Duration {
        let gate = Gate(parts.count)
        let spans = try await Threads.run(parts.count) { number in
            let loop = try UnitLoop(databaseURL, parts[number])
            gate.wait()
            let start = ContinuousClock.now
            try loop.run()
            return (start, ContinuousClock.now)
        }
        return (spans.map(\.1).max() ?? .now) - (spans.map(\.0).min() ?? .now)
    }
}

/// One thread's loop.
private struct UnitLoop {
    private let postgres: BarePostgres
    private var units: [[(name: String, statement: BareStatement)]] = []

    init(_ databaseURL: String, _ transactions: [[Query]]) throws {
        postgres = try BarePostgres(url: databaseURL, setup: Connections.sessionSetup.map(\.sql))
        var names: [String: String] = [:]
        for queries in transactions {
            units.append(
                try queries.map { query in
                    let statement = BareStatement(query)
                    if let name = names[query.sql] { return (name, statement) }
                    let name = "unit\(names.count)"
                    try postgres.prepare(name, statement)
                    names[query.sql] = name
                    return (name, statement)
                })
        }
    }

    func run() throws {
        for unit in units { try postgres.run(unit) }
    }
}
