import Jobs
import Postgres

/// An effect over rows: what several jobs of a batch write alike travels in one statement.
protocol JoinedEffect: Effect {
    /// Effects of the same shape have the same number of columns, in the same order.
    var key: String { get }
    /// Column by column, so that each is one array parameter.
    var values: [any ColumnValues] { get }
    /// The same as a comparison of keys, and cheaper.
    func hasShape(of other: any JoinedEffect) -> Bool
    func statement(of values: [any ColumnValues]) -> Query
}

extension Query {
    /// Parameters, one for each column.
    static func arrays(_ values: [any ColumnValues]) -> Query {
        var arrays: Query = ""
        for (index, column) in values.enumerated() {
            arrays = index == 0 ? column.parameter : "\(arrays), \(column.parameter)"
        }
        return arrays
    }
}
