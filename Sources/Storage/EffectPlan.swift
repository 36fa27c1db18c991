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
        var waiting = InsertionGroups()
        for effect in effects {
            switch effect {
            case let query as Query: statements += waiting.statements() + [query]
            case let insertion as RowInsertion: waiting.append(insertion)
            default: throw UnknownEffect(description: "an effect of the type \(type(of: effect)) cannot be written")
            }
        }
        return statements + waiting.statements()
    }
}

/// Insertions that may travel together, by table and columns.
private struct InsertionGroups {
    private var groups: [[RowInsertion]] = []
    private var positions: [String: Int] = [:]

    mutating func append(_ insertion: RowInsertion) {
        // Most batches are of one kind of job: the group is that of the one before.
        if let last = groups.last?.first, last.hasShape(of: insertion) {
            groups[groups.count - 1].append(insertion)
        } else if let position = positions[insertion.key] {
            groups[position].append(insertion)
        } else {
            positions[insertion.key] = groups.count
            groups.append([insertion])
        }
    }

    /// Their statements; after it there are none left.
    mutating func statements() -> [Query] {
        defer { self = InsertionGroups() }
        return groups.flatMap { group in
            // Columns of one name and of two types go in statements of their own.
            (RowInsertion(joining: group).map { [$0] } ?? group).map(\.statement)
        }
    }
}

extension RowInsertion {
    fileprivate func hasShape(of other: RowInsertion) -> Bool { table == other.table && columns == other.columns }

    /// All rows of insertions that write the same columns of one table; nil when their types differ.
    fileprivate init?(joining insertions: [RowInsertion]) {
        guard let first = insertions.first else { return nil }
        let others = insertions.dropFirst()
        var columns: [(name: String, values: any ColumnValues)] = []
        for (index, name) in first.columns.enumerated() {
            guard let joined = first.values[index].joined(with: others.map { $0.values[index] }) else { return nil }
            columns.append((name, joined))
        }
        self.init(into: first.table, columns)
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
