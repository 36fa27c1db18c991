public import Foundation
public import Jobs
import Postgres

extension PostgresJobStore {
    /// Edges that are shown of jobs.
    private static let mostEdges = 2000

    /// What a batch's members are and which follows which; of a batch that the scope sees.
    public func graph(of batch: UUID, for scope: JobScope) async throws -> BatchGraph {
        let member: Query = "from flotilla.jobs where \(ListBound.only("batch_id", batch)) order by id"
        let rows = try await read(
            ["select id, kind, status::text as status \(member) limit \(Int64(BatchGraph.mostNodes) + 1)"], for: scope)[
                0]
        guard rows.count <= BatchGraph.mostNodes else { return try await kinds(member, for: scope) }
        let nodes = try rows.map { row in
            BatchGraph.Node(
                id: JobID(try row.decode("id", as: UUID.self)),
                kind: JobKind(rawValue: try row.decode("kind", as: String.self)), status: try row.decode("status"))
        }
        let edges = try await read(
            [
                """
                select parent, child, outcome::text as outcome from flotilla.job_dependencies
                where child = any(\(nodes.map(\.id.uuid))) order by child, parent limit \(Int64(Self.mostEdges))
                """
            ], for: scope)[0]
        return .jobs(
            nodes,
            try edges.map { row in
                BatchGraph.Edge(
                    parent: JobID(try row.decode("parent", as: UUID.self)),
                    child: JobID(try row.decode("child", as: UUID.self)), outcome: try row.decode("outcome"))
            })
    }

    private func kinds(_ member: Query, for scope: JobScope) async throws -> BatchGraph {
        let most = Int64(BatchGraph.mostExamined)
        let answers = try await read(
            [
                """
                select kind, status::text as status, count(*) from (
                    select kind, status \(member) limit \(most)
                ) member group by 1, 2 order by 1
                """,
                """
                select parent.kind as parent, member.kind as child, count(*) from (
                    select id, kind \(member) limit \(most)
                ) member join flotilla.job_dependencies link on link.child = member.id
                cross join lateral (select kind from flotilla.jobs where id = link.parent limit 1) parent
                group by 1, 2 order by 1, 2
                """,
            ], for: scope)
        var counts: [JobKind: [JobStatus: Int]] = [:]
        for row in answers[0] {
            let kind = JobKind(rawValue: try row.decode("kind", as: String.self))
            let status: JobStatus = try row.decode("status")
            counts[kind, default: [:]][status] = Int(try row.decode("count", as: Int64.self))
        }
        let groups = counts.map { BatchGraph.Group(kind: $0, counts: $1) }.sorted {
            $0.kind.rawValue < $1.kind.rawValue
        }
        let bonds = try answers[1].map { row in
            BatchGraph.Bond(
                parent: JobKind(rawValue: try row.decode("parent", as: String.self)),
                child: JobKind(rawValue: try row.decode("child", as: String.self)),
                count: Int(try row.decode("count", as: Int64.self)))
        }
        let examined = groups.reduce(0) { $0 + $1.counts.values.reduce(0, +) }
        return .kinds(groups, bonds, isComplete: examined < BatchGraph.mostExamined)
    }
}
