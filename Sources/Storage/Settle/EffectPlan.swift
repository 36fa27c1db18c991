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
    /// These values and those of the others; nil when one of the others has another type.
    func joined(with others: [any ColumnValues]) -> (any ColumnValues)?
    var parameter: Query { get }
}

extension Array: ColumnValues where Element: PostgresArrayElement {
    public func joined(with others: [any ColumnValues]) -> (any ColumnValues)? {
        var all = self
        all.reserveCapacity(count * (others.count + 1))
        for other in others {
            guard let other = other as? Self else { return nil }
            all += other
        }
        return all
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
        var groups: [[RowInsertion]] = []
        var positions: [String: Int] = [:]
        for effect in effects {
            switch effect {
            case let query as Query:
                statements += groups.flatMap(RowInsertion.statements(of:))
                groups = []
                positions = [:]
                statements.append(query)
            case let insertion as RowInsertion:
                // Most batches are of one kind of job: the group is that of the one before.
                if let last = groups.last?.first, last.hasShape(of: insertion) {
                    groups[groups.count - 1].append(insertion)
                } else if let position = positions[insertion.key] {
                    groups[position].append(insertion)
                } else {
                    positions[insertion.key] = groups.count
                    groups.append([insertion])
                }
            default: throw UnknownEffect(description: "an effect of the type \(type(of: effect)) cannot be written")
            }
        }
        return statements + groups.flatMap(RowInsertion.statements(of:))
    }
}

extension RowInsertion {
    fileprivate func hasShape(of other: RowInsertion) -> Bool { table == other.table && columns == other.columns }

    /// Of insertions into the same columns of one table: one, or one each when the types of a column differ.
    fileprivate static func statements(of insertions: [RowInsertion]) -> [Query] {
        (RowInsertion(joining: insertions).map { [$0] } ?? insertions).map(\.statement)
    }

    /// All rows of insertions that write the same columns of one table; nil when their types differ.
    private init?(joining insertions: [RowInsertion]) {
        guard let first = insertions.first else { return nil }
        let others = insertions.dropFirst()
        var columns: [(name: String, values: any ColumnValues)] = []
        for (index, name) in first.columns.enumerated() {
            guard let joined = first.values[index].joined(with: others.map { $0.values[index] }) else { return nil }
            columns.append((name, joined))
        }
        self.init(into: first.table, columns)
    }

    private var statement: Query {
        var arrays: Query = ""
        for (index, column) in values.enumerated() {
            arrays = index == 0 ? column.parameter : "\(arrays), \(column.parameter)"
        }
        let names = columns.joined(separator: ", ")
        return "insert into \(unescaped: table) (\(unescaped: names)) select * from unnest(\(arrays))"
    }
}
