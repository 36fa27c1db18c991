import Foundation
import Jobs
import Postgres

/// The claims of a batch as its statements name them: lists in the order of ids, in which a row finds its place by
/// bisection (`width_bucket`). A join would leave the planner the choice of its order.
struct ClaimList {
    private let list: IDList
    let tokens: [Int64]

    /// nil when there are none.
    init?(_ claims: [Claim]) {
        guard let list = IDList(claims.map(\.id)) else { return nil }
        self.list = list
        tokens = claims.sorted { $0.id < $1.id }.map(\.token.value)
    }

    var count: Int { tokens.count }

    /// A common table expression that `value(of:)` needs; `more` are further lists for it.
    func lists(_ more: [(name: String, values: Query)] = []) -> Query {
        var columns: Query = "\(list.ids) as ids, \(tokens) as tokens"
        for list in more { columns = "\(columns), \(list.values) as \(unescaped: list.name)" }
        return "lists as (select \(columns))"
    }

    /// Whether `job` is one of them.
    var names: Query { list.contains("job.id") }

    /// The element of a list that belongs to `job`.
    func value(of list: String) -> Query {
        "(select \(unescaped: list) from lists)[width_bucket(job.id, (select ids from lists))]"
    }
}
