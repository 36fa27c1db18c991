internal import CLibpq
import Glibc
import Synchronization

/// The owner of one `PGresult`.
final class ResultStorage: @unchecked Sendable {
    // Sendable: libpq never writes to a result that it has handed out, and the accessors used here only read it.
    private let result: OpaquePointer

    let rowCount: Int
    let columnCount: Int
    /// Where the next look-up begins: rows are mostly read in the order of their columns. Never, for a result in which two
    /// columns have one name.
    private let next: Atomic<Int>
    private static let never = -1

    /// - Parameter result: handed over; `PQclear`ed with this object.
    init(owning result: OpaquePointer) {
        self.result = result
        rowCount = Int(PQntuples(result))
        columnCount = Int(PQnfields(result))
        // For few rows to find out costs more than it saves.
        next = Atomic(rowCount > 4 && Self.hasOwnNames(result, columnCount) ? 0 : Self.never)
    }

    deinit {
        PQclear(result)
    }

    /// The column's index; nil when there is none of that name. The first of several wins.
    func column(named name: String) -> Int? {
        name.withCString { wanted in
            let isWanted = { [result] (column: Int) in
                PQfname(result, Int32(column)).map { strcmp($0, wanted) == 0 } ?? false
            }
            let start = next.load(ordering: .relaxed)
            guard start != Self.never else { return (0..<columnCount).first(where: isWanted) }
            let found = (start..<columnCount).first(where: isWanted) ?? (0..<start).first(where: isWanted)
            if let found { next.store(found + 1 < columnCount ? found + 1 : 0, ordering: .relaxed) }
            return found
        }
    }

    private static func hasOwnNames(_ result: OpaquePointer, _ count: Int) -> Bool {
        let names = (0..<count).map { PQfname(result, Int32($0)) }
        return !names.indices.contains { index in
            names[..<index].contains { other in
                if let other, let name = names[index] { strcmp(other, name) == 0 } else { false }
            }
        }
    }

    func name(ofColumn column: Int) -> String {
        PQfname(result, Int32(column)).map { String(cString: $0) } ?? ""
    }

    func type(ofColumn column: Int) -> PostgresType {
        PostgresType(rawValue: PQftype(result, Int32(column)))
    }

    /// The bytes of a value; nil is NULL. Valid while this object lives.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else { return nil }
        return UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result, row, column)))
    }
}
