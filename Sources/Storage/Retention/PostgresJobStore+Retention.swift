import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// Looks for a part of the jobs of which much may go, unless one is being worked on. Any number of processes may ask at
    /// once, and stop anywhere: each step is one transaction, and any of them goes on.
    /// - Returns: whether there is something to do.
    public func beginCollection(_ limits: FleetRetention) async throws -> Bool {
        let rows = try await database.query("select flotilla.begin_job_collection(\(limits.arguments))").rows
        return try rows.first?.decode(0, as: Bool.self) ?? false
    }

    /// - Parameter page: rows that a step looks at.
    public func makeCollectionStep(page: Int) async throws -> CollectionStep {
        let rows = try await database.query(
            """
            select step, target, lower, upper, examined, kept
            from flotilla.job_collection_step(\(Int32(clamping: page)))
            """
        ).rows
        guard let row = rows.first else { return .idle }
        switch try row.decode("step", as: String.self) {
        case "idle": return .idle
        case "blocked": return .blocked
        case "clean": return try await clean(row, page: page)
        default: return .made
        }
    }

    /// Rows that named jobs which are gone. Run as the dispatcher, who sees every job.
    private func clean(_ row: Row, page: Int) async throws -> CollectionStep {
        let (lower, upper) = (try row.decode("lower", as: UUID.self), try row.decode("upper", as: UUID.self))
        let tables = try await database.query(
            "select table_name, column_name from flotilla.job_references where not keeps order by table_name"
        ).rows
        for table in tables {
            let name = try table.decode(0, as: String.self)
            let column = try table.decode(1, as: String.self)
            var cursor = lower
            while let last = try await clean(Self.quoted(name), Self.quoted(column), cursor, upper, page) {
                cursor = last
            }
        }
        _ = try await database.query("select flotilla.forget_batches(\(lower), \(upper))")
        let examined = Int(try row.decode("examined", as: Int64.self))
        let kept = Int(try row.decode("kept", as: Int64.self))
        let target = try row.decode("target", as: String.self)
        // The process that deletes the row has finished it, and counts it.
        let ended = try await database.query(
            "delete from flotilla.job_collections where target = \(target) returning 1"
        ).rows
        return ended.isEmpty ? .made : .finished(dropped: examined - kept, kept: kept)
    }

    /// A page of one table.
    /// - Returns: where the next page begins; nil at the end.
    private func clean(
        _ table: String, _ column: String, _ lower: UUID, _ upper: UUID, _ page: Int
    ) async throws -> UUID? {
        let rows = try await database.query(
            """
            with page as materialized (
                select distinct named.\(unescaped: column) as id from flotilla.\(unescaped: table) named
                where named.\(unescaped: column) > \(lower) and named.\(unescaped: column) < \(upper)
                order by 1 limit \(Int64(page))
            ), gone as materialized (
                select page.id from page left join flotilla.jobs job on job.id = page.id where job.id is null
            ), removed as (
                delete from flotilla.\(unescaped: table) named using gone where named.\(unescaped: column) = gone.id
            )
            select id from page order by id
            """
        ).rows
        return rows.count < page ? nil : try rows.last?.decode(0, as: UUID.self)
    }

    private static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

    /// What would go now, by samples: the days that are over, the oldest first.
    public func retention(_ limits: FleetRetention) async throws -> [RetentionReport] {
        let rows = try await database.query(
            "select name, lower, upper, total, past from flotilla.job_retention(\(limits.arguments))"
        ).rows
        func moment(_ column: String, _ row: Row) throws -> Date {
            let id = JobID(try row.decode(column, as: UUID.self))
            return Date(timeIntervalSince1970: Double(id.milliseconds) / 1000)
        }
        return try rows.map { row in
            RetentionReport(
                name: try row.decode("name", as: String.self),
                from: try moment("lower", row),
                to: try moment("upper", row),
                jobs: Int(try row.decode("total", as: Int64.self)), past: Int(try row.decode("past", as: Int64.self)))
        }
    }
}

extension FleetRetention {
    fileprivate var arguments: Query {
        "\(succeeded.milliseconds), \(failed.milliseconds), \(cancelled.milliseconds)"
    }
}
