public import Jobs
import Postgres

/// Rows for one table. Rows of the same table and columns that several jobs of a batch write travel in one statement.
public struct RowInsertion: Effect, JoinedEffect {
    private let table: String
    private let columns: [String]
    let values: [any ColumnValues]

    /// - Parameters:
    ///   - table: a name that the program itself chose.
    ///   - columns: name and values of each column; all have the same number of values.
    public init(into table: String, _ columns: [(name: String, values: any ColumnValues)]) {
        self.table = table
        self.columns = columns.map(\.name)
        values = columns.map(\.values)
    }

    var key: String { table + "(" + columns.joined(separator: ",") + ")" }

    func hasShape(of other: any JoinedEffect) -> Bool {
        guard let other = other as? RowInsertion else { return false }
        return table == other.table && columns == other.columns
    }

    func statement(of values: [any ColumnValues]) -> Query {
        let names = columns.joined(separator: ", ")
        return "insert into \(unescaped: table) (\(unescaped: names)) select * from unnest(\(Query.arrays(values)))"
    }
}
