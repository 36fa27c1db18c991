internal import CLibpq
import Glibc

/// The owner of one `PGresult`.
final class ResultStorage: @unchecked Sendable {
    // Sendable: libpq never writes to a result that it has handed out, and the accessors used here only read it.
    private let result: OpaquePointer

    let rowCount: Int
    let columnCount: Int

    /// - Parameter result: handed over; `PQclear`ed with this object.
    init(owning result: OpaquePointer) {
        self.result = result
        rowCount = Int(PQntuples(result))
        columnCount = Int(PQnfields(result))
    }

    deinit {
        PQclear(result)
    }

    /// The column's index; nil when there is none of that name. The first of several wins.
    func column(named name: String) -> Int? {
        name.withCString { wanted in
            (0..<columnCount).first { column in
                PQfname(result, Int32(column)).map { strcmp($0, wanted) == 0 } ?? false
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
