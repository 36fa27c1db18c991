import Foundation
import Jobs
import Postgres

extension SchoolStore {
    /// Compares a page, and corrects what differs.
    /// - Returns: the last path, or school, of the page; nil behind the last page.
    func recount(
        _ part: RecountResult.Part, beyond: UUID, atMost most: Int32
    ) async throws -> (last: UUID, result: RecountResult)? {
        let call: Query =
            switch part {
            case .lines:
                """
                select last_path as last, compared, differences
                from flotilla.recount_revision_indicators(\(beyond), \(most))
                """
            case .totals:
                """
                select last_school as last, compared, differences
                from flotilla.recount_revision_totals(\(beyond), \(most))
                """
            }
        guard let row = try await database.query(call, as: Self.operators).first,
            let last = try row.decode("last", as: UUID?.self)
        else { return nil }
        let result = RecountResult(
            compared: Int(clamping: try row.decode("compared", as: Int64.self)),
            differences: Int(clamping: try row.decode("differences", as: Int64.self)))
        return (last, result)
    }

    /// Keeps what a recount has found, as an effect of its job.
    func noting(_ result: RecountResult, by job: JobID) -> [Query] {
        [
            .enterOperators,
            """
            insert into flotilla.indicator_recounts (job_id, compared, differences)
            values (\(job.uuid), \(Int64(result.compared)), \(Int64(result.differences))) on conflict do nothing
            """,
        ]
    }

    /// Differences that the latest recount found; nil before the first.
    public func recountedDifferences() async throws -> Int? {
        try await database.query(
            "select differences from flotilla.indicator_recounts order by ended_at desc limit 1", as: Self.operators
        ).first.map { Int(clamping: try $0.decode("differences", as: Int64.self)) }
    }

    /// Adds what happened since to the totals of schools.
    /// - Returns: whether there may be more.
    public func foldMovements() async throws -> Bool {
        let folded = try await database.query(
            "select flotilla.fold_revision_movements(\(Self.mostFolded)) as folded", as: Self.operators
        ).first?.decode("folded", as: Int64.self)
        return folded == Int64(Self.mostFolded)
    }

    private static let mostFolded: Int32 = 10_000
}

extension Query {
    /// From here on, statements see every school's rows.
    static let enterOperators: Query = "select set_config('role', 'flotilla_dispatcher', true)"
}
