public import Foundation
public import Operations
public import Postgres

/// What fails for long, of all processes: each writes its own, and any can say it.
public struct FailingDutyTable: Sendable {
    private let database: Database

    public init(database: Database) { self.database = database }

    /// What a process that is gone, or has recovered without a word, left behind is not believed for longer.
    private static let memory = "30 seconds"

    /// Writes what fails in a process, in place of what it wrote before.
    public func write(_ failures: [FailingDuties.Failure], of process: UUID, program: String) async throws {
        _ = try await database.execute([
            """
            delete from flotilla.failing_duties
            where process = \(process) and duty <> all(\(failures.map(\.duty))) or noted_at < now() - interval '1 hour'
            """,
            """
            insert into flotilla.failing_duties (process, duty, program, since, error)
            select \(process), item.duty, \(program), now() - item.lasting * interval '1 second', item.error
            from unnest(\(failures.map(\.duty)), \(failures.map { $0.lasting / .seconds(1) }), \(failures.map(\.error)))
                as item(duty, lasting, error)
            on conflict (process, duty) do update set noted_at = now(), error = excluded.error
            """,
        ])
    }

    /// What fails in any process now, the longest first: at most `limit`.
    public func failures(limit: Int) async throws -> [(program: String, failure: FailingDuties.Failure)] {
        let rows = try await database.query(
            """
            select program, duty, extract(epoch from now() - since)::float8 as lasting, error from flotilla.failing_duties
            where noted_at > now() - \(Self.memory)::interval order by since, process, duty limit \(Int64(limit))
            """
        ).rows
        return try rows.map { row in
            let lasting = try row.decode("lasting", as: Double.self)
            return (
                try row.decode("program", as: String.self),
                FailingDuties.Failure(
                    duty: try row.decode("duty", as: String.self),
                    lasting: Duration.seconds(lasting),
                    error: try row.decode("error", as: String.self))
            )
        }
    }
}
