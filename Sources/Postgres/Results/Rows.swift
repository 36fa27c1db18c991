/// The rows of a result, in the order in which the server sent them.
public struct Rows: RandomAccessCollection, Sendable {
    let storage: ResultStorage?

    public var startIndex: Int { 0 }
    public var endIndex: Int { storage?.rowCount ?? 0 }

    public subscript(position: Int) -> Row {
        guard let storage, indices.contains(position) else { preconditionFailure("row index out of range") }
        return Row(storage: storage, index: position)
    }
}
