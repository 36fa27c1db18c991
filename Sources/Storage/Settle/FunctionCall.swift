public import Jobs
import Postgres

/// A call of a function of ours over rows, given column by column as arrays. Calls of the same function by several jobs of a batch
/// are one, with the rows of all; so it may depend on no other effect beside it.
public struct FunctionCall: Effect, JoinedEffect {
    private let function: String
    let values: [any ColumnValues]

    /// - Parameters:
    ///   - function: a name with its schema, which the program itself chose.
    ///   - columns: its arguments in their order; all have the same number of values.
    public init(of function: String, _ columns: [any ColumnValues]) {
        self.function = function
        values = columns
    }

    var key: String { "\(function)(\(values.count))" }

    func hasShape(of other: any JoinedEffect) -> Bool {
        guard let other = other as? FunctionCall else { return false }
        return function == other.function && values.count == other.values.count
    }

    func statement(of values: [any ColumnValues]) -> Query {
        "select \(unescaped: function)(\(Query.arrays(values)))"
    }
}
