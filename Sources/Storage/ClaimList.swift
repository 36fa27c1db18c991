import Foundation
import Jobs
import Postgres

/// The claims of a batch as its statements name them: two lists in the order of ids, bound once.
///
/// A row finds its place in the lists by bisection (`width_bucket`). A join would leave the planner the choice to read
/// every row between the first id and the last, which a list of old and new jobs makes most of the table.
struct ClaimList {
    let ids: [UUID]
    let tokens: [Int64]
    let bounds: IDBounds

    /// nil when there are none.
    init?(_ claims: [Claim]) {
        guard let bounds = IDBounds(claims.map(\.id)) else { return nil }
        let ordered = claims.sorted { $0.id < $1.id }
        ids = ordered.map(\.id.uuid)
        tokens = ordered.map(\.token.value)
        self.bounds = bounds
    }

    /// A common table expression that the other two need; `more` are further lists for `value(of:)`.
    func lists(_ more: [(name: String, values: Query)] = []) -> Query {
        var columns: Query = "\(ids) as ids, \(tokens) as tokens"
        for list in more { columns = "\(columns), \(list.values) as \(unescaped: list.name)" }
        return "lists as (select \(columns))"
    }

    /// Whether `job` is one of them. The rows are met, and locked, in the order of ids.
    var names: Query {
        """
        job.id = any((select ids from lists)::uuid[]) and job.id between \(bounds.lower) and \(bounds.upper)
        """
    }

    /// The element of a list that belongs to `job`.
    func value(of list: String) -> Query {
        "(select \(unescaped: list) from lists)[width_bucket(job.id, (select ids from lists))]"
    }
}

/// The smallest and the largest of some ids: a statement that names them reads only the partitions between them.
struct IDBounds {
    let lower: UUID
    let upper: UUID

    /// nil when there are none.
    init?(_ ids: [JobID]) {
        guard let first = ids.min(), let last = ids.max() else { return nil }
        lower = first.uuid
        upper = last.uuid
    }
}
