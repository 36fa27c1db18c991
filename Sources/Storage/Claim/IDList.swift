import Foundation
import Jobs
import Postgres

/// Jobs as statements name them: one parameter each, so that a statement reads the partitions of these ids alone and in
/// them, by the primary key, these rows alone.
///
/// For an array PostgreSQL would probe every partition; bounds beside the array would leave the planner the choice to
/// read all that lies between them, and one that saw the table when it was small does (the partition of a day that has
/// just begun). The list is filled up to a power of two, so that a connection prepares few statements.
struct IDList {
    /// Ascending, as batches lock their rows.
    let ids: [UUID]

    /// nil when there are none.
    init?(_ ids: [JobID]) {
        guard !ids.isEmpty else { return nil }
        self.ids = ids.sorted().map(\.uuid)
    }

    /// Whether the column is one of them.
    func contains(_ column: String) -> Query {
        var count = 1
        while count < ids.count { count *= 2 }
        var text = Query.StringInterpolation(literalCapacity: 6 * count, interpolationCount: count)
        text.appendLiteral(column + " in (")
        for index in 0..<count {
            if index > 0 { text.appendLiteral(", ") }
            text.appendInterpolation(ids[min(index, ids.count - 1)])
        }
        text.appendLiteral(")")
        return Query(stringInterpolation: text)
    }
}
