import Foundation
public import Jobs
import Postgres

/// What a bulk operation would find.
public struct BulkCount: Sendable {
    public let found: Int
    public let examined: Int
    /// False when there are more than were looked at: then `found` is the least that there are.
    public let isComplete: Bool
}

extension PostgresJobStore {
    /// Rows that are looked at to count: some 100 ms.
    public static let mostCounted = 20_000

    /// Counts what an operation would find now, and changes nothing. What failed or was cancelled is found by the list of these,
    /// the newest first; what is open above the low-water marks, the oldest first.
    public func count(
        _ filter: JobFilter, _ action: BulkOperation.Action, for scope: JobScope
    ) async throws -> BulkCount {
        var owner = filter.tenant
        if case .tenant(let tenant) = scope { owner = tenant }
        var place: Query = "true"
        if let owner { place = "\(place) and \(ListBound.only("tenant", owner))" }
        if let time = filter.createdAfter { place = "\(place) and id >= flotilla.uuid_floor(\(time))" }
        if let time = filter.createdBefore { place = "\(place) and id < flotilla.uuid_floor(\(time))" }
        let most = Int64(Self.mostCounted)
        let rows: Query =
            switch action {
            case .retry:
                """
                select job.* from (
                    select id from flotilla.job_failures where \(place) order by id desc limit \(most)
                ) listed cross join lateral (
                    select status, kind, queue, error from flotilla.jobs where id = listed.id limit 1
                ) job
                """
            case .cancel: Self.open(place).rows
            }
        let counted = try await read(
            [
                """
                select count(*) filter (where \(BulkStep.conditions(filter, action))) as found, count(*) as examined
                from (\(rows)) job
                """
            ], for: scope)[0].first
        let examined = Int(try counted?.decode("examined", as: Int64.self) ?? 0)
        return BulkCount(
            found: Int(try counted?.decode("found", as: Int64.self) ?? 0), examined: examined,
            isComplete: examined < Self.mostCounted)
    }

    private static func open(_ place: Query) -> OpenRange {
        var range = OpenRange(
            "job.id, job.status, job.kind, job.queue, job.error", after: nil as JobID?, limit: mostCounted)
        range.condition = place
        return range
    }
}
