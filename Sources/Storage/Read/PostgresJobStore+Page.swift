import Foundation
public import Jobs
import Postgres

/// A page of a list that looks at a bounded number of rows.
public struct JobPage: Sendable {
    /// Without results.
    public let jobs: [JobRecord]
    /// Where the next page begins; nil when there is none. A page that holds less than was asked for, or nothing, may have
    /// one: then so many rows were looked at.
    public let next: JobID?
    /// Rows that were looked at, for a filter that is a search.
    public var examined: Int?
}

extension PostgresJobStore {
    /// Newest first, without earlier attempts and without results. Whatever the filter, a page looks at
    /// `ListBound.rows` rows at most, by an index that has them in order.
    public func page(
        _ filter: JobFilter, before cursor: JobID?, limit: Int, for scope: JobScope
    ) async throws -> JobPage {
        let walk = JobWalk(filter, before: cursor, for: scope)
        if filter.isSearch { return try await search(walk, limit, scope) }
        let mostOwners = max(1, Int(ListBound.rows) / (limit + 1))
        var statements: [Query] = [
            Self.page(
                of: "select \(Self.listed) from (\(walk.rows)) job where \(walk.conditions) order by id desc", limit),
            walk.edge,
        ]
        let kind = walk.isByKindAlone ? filter.kind : nil
        if let kind { statements.append(JobWalk.owners(of: kind, most: mostOwners + 1)) }
        let answers = try await read(statements, for: scope)
        let found = try answers[0].map { try JobRecord(row: $0) }
        let edge = try answers[1].first?.decode(0, as: UUID?.self).map { JobID($0) }
        // A job that came in between moved the edge up: the next page begins there.
        let jobs = found.filter { job in edge.map { job.id >= $0 } ?? true }
        if jobs.count == found.count, try ListBound.hasNext(answers[0]) {
            return JobPage(jobs: jobs, next: jobs.last?.id)
        }
        if edge != nil, let kind, answers[2].count <= mostOwners {
            return try await pageOfAll(kind, answers[2], walk, limit, scope)
        }
        return JobPage(jobs: jobs, next: edge)
    }

    /// A page that says how far it looked.
    private func search(_ walk: JobWalk, _ limit: Int, _ scope: JobScope) async throws -> JobPage {
        let answers = try await read(
            [
                Self.page(
                    of: """
                        select \(Self.listed), place from (
                            select walked.*, row_number() over (order by id desc) as place from (\(walk.rows)) walked
                        ) job where \(walk.conditions) order by id desc
                        """, limit),
                "select count(*) as examined, (array_agg(id order by id))[1] as last from (\(walk.ids)) walked",
            ], for: scope)
        let jobs = try answers[0].map { try JobRecord(row: $0) }
        if try ListBound.hasNext(answers[0]), let last = answers[0].last {
            return JobPage(jobs: jobs, next: jobs.last?.id, examined: Int(try last.decode("place", as: Int64.self)))
        }
        let examined = try answers[1].first?.decode("examined", as: Int64.self) ?? 0
        let edge = try answers[1].first?.decode("last", as: UUID?.self)
        return JobPage(
            jobs: jobs, next: examined < ListBound.rows ? nil : edge.map { JobID($0) }, examined: Int(examined))
    }

    /// Of a kind that is rare among all jobs, by the few tenants that have any.
    private func pageOfAll(
        _ kind: JobKind, _ owners: Rows, _ walk: JobWalk, _ limit: Int, _ scope: JobScope
    ) async throws -> JobPage {
        let tenants = try owners.map { try $0.decode(0, as: UUID.self) }
        let list = walk.ofAll(kind, tenants, limit: limit + 1, columns: Self.listed)
        let rows = try await read([Self.page(of: list, limit)], for: scope)[0]
        let jobs = try rows.map { try JobRecord(row: $0) }
        return JobPage(jobs: jobs, next: try ListBound.hasNext(rows) ? jobs.last?.id : nil)
    }

    private static func page(of rows: Query, _ limit: Int) -> Query {
        ListBound.page(of: rows, size: "coalesce(octet_length(error::text), 0)", order: "id desc", limit: limit)
    }

    /// The columns of a list: results may be large, and a list carries none.
    private static let listed: Query = """
        id, tenant, kind, queue, status::text as status, priority, attempt, errors, crashes, max_attempts, timeout_ms,
        created_at, run_at, started_at, finished_at, attempt_end, error, null::jsonb as result, session,
        batch_id
        """
}
