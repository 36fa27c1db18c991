public import Jobs
public import Postgres

extension Query: Effect {}

/// Rows for one table. Rows of the same table and columns that several jobs of a batch write travel in one statement.
public struct RowInsertion: Effect {
    let table: String
    let columns: [String]
    /// Column by column, so that each is one array parameter.
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
}

/// The values of one column of several rows, of one type.
public protocol ColumnValues: Sendable {
    func appending(_ other: any ColumnValues) -> (any ColumnValues)?
    var parameter: Query { get }
}

extension Array: ColumnValues where Element: PostgresArrayElement {
    public func appending(_ other: any ColumnValues) -> (any ColumnValues)? {
        (other as? Self).map { self + $0 }
    }

    public var parameter: Query { "\(self)" }
}

/// Turns the effects of one tenant's jobs into statements, in the order given; insertions that no statement stands
/// between are joined.
struct EffectPlan {
    private let effects: [any Effect]

    init(_ effects: [any Effect]) {
        self.effects = effects
    }

    func statements() throws -> [Query] {
        var statements: [Query] = []
        var insertions: [RowInsertion] = []
        var positions: [String: Int] = [:]
        for effect in effects {
            switch effect {
            case let query as Query:
                statements += insertions.map(\.statement)
                insertions = []
                positions = [:]
                statements.append(query)
            case let insertion as RowInsertion:
                if let position = positions[insertion.key], let joined = insertions[position].joined(insertion) {
                    insertions[position] = joined
                } else {
                    positions[insertion.key] = insertions.count
                    insertions.append(insertion)
                }
            default: throw UnknownEffect(description: "an effect of the type \(type(of: effect)) cannot be written")
            }
        }
        return statements + insertions.map(\.statement)
    }
}

extension RowInsertion {
    fileprivate func joined(_ other: RowInsertion) -> RowInsertion? {
        var columns: [(name: String, values: any ColumnValues)] = []
        for (index, name) in self.columns.enumerated() {
            guard let joined = values[index].appending(other.values[index]) else { return nil }
            columns.append((name, joined))
        }
        return RowInsertion(into: table, columns)
    }

    fileprivate var statement: Query {
        var arrays: Query = ""
        for (index, column) in values.enumerated() {
            arrays = index == 0 ? column.parameter : "\(arrays), \(column.parameter)"
        }
        let names = columns.joined(separator: ", ")
        return "insert into \(unescaped: table) (\(unescaped: names)) select * from unnest(\(arrays))"
    }
}
