/// One row of a result. Keeps the whole result alive; copy out what is to be kept for long.
public struct Row: Sendable {
    let storage: ResultStorage
    let index: Int

    /// Reads a column by name. In a loop over very many rows the index is a little faster.
    /// - Throws: `PostgresError` of kind `decoding`, naming the column, its type and the type wanted.
    public func decode<Value: PostgresDecodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        guard let column = storage.column(named: name) else {
            throw PostgresError(.decoding, subject: "no column \"\(name)\", wanted \(type)")
        }
        return try Value.decode(Cell(owner: storage, row: index, column: column))
    }

    /// Reads a column by its position, from 0.
    public func decode<Value: PostgresDecodable>(_ column: Int, as type: Value.Type = Value.self) throws -> Value {
        guard (0..<storage.columnCount).contains(column) else {
            throw PostgresError(.decoding, subject: "no column \(column) of \(storage.columnCount), wanted \(type)")
        }
        return try Value.decode(Cell(owner: storage, row: index, column: column))
    }
}
