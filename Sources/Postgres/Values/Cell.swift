/// One column of one row, or one element of an array, still in PostgreSQL's binary format.
public struct Cell {
    private let owner: ResultStorage
    private let column: Int
    /// nil is NULL. Points into the result, which `owner` keeps alive.
    private let bytes: UnsafeRawBufferPointer?
    let type: PostgresType

    init(owner: ResultStorage, row: Int, column: Int) {
        self.owner = owner
        self.column = column
        bytes = owner.bytes(row: row, column: column)
        type = owner.type(ofColumn: column)
    }

    private init(elementOf array: Cell, bytes: UnsafeRawBufferPointer?, type: PostgresType) {
        owner = array.owner
        column = array.column
        self.bytes = bytes
        self.type = type
    }

    public var isNull: Bool { bytes == nil }

    /// The value's bytes, valid within `body`.
    func withBytes<Value, Result>(
        as expected: Value.Type, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        guard let bytes else { throw failure(expected, "is NULL") }
        defer { withExtendedLifetime(owner) {} }
        return try body(bytes)
    }

    /// A fixed-width number at the start of the value.
    func load<Integer: FixedWidthInteger, Value>(_ integer: Integer.Type, as expected: Value.Type) throws -> Integer {
        try withBytes(as: expected) { bytes in
            guard bytes.count == MemoryLayout<Integer>.size else { throw malformed(as: expected) }
            return Integer(bigEndian: bytes.loadUnaligned(as: Integer.self))
        }
    }

    /// The elements of a one-dimensional array.
    func elements<Value>(as expected: Value.Type) throws -> [Cell] {
        try withBytes(as: expected) { bytes in
            var reader = ByteReader(bytes)
            guard let dimensions = reader.read(Int32.self), reader.read(Int32.self) != nil,
                let element = reader.read(UInt32.self)
            else { throw malformed(as: expected) }
            if dimensions == 0 { return [] }
            guard dimensions == 1 else { throw failure(expected, "has \(dimensions) dimensions") }
            guard let count = reader.read(Int32.self), count >= 0, reader.read(Int32.self) != nil,
                // Each element has at least its length: a count beyond that is a lie, not a reason to allocate.
                Int(count) <= reader.remaining / 4
            else { throw malformed(as: expected) }
            return try (0..<count).map { _ in
                guard let length = reader.read(Int32.self) else { throw malformed(as: expected) }
                guard length >= 0 else {
                    return Cell(elementOf: self, bytes: nil, type: PostgresType(rawValue: element))
                }
                guard let slice = reader.take(Int(length)) else { throw malformed(as: expected) }
                return Cell(elementOf: self, bytes: slice, type: PostgresType(rawValue: element))
            }
        }
    }

    // MARK: What went wrong

    func mismatch<Value>(_ expected: Value.Type) -> PostgresError {
        failure(expected, "is \(type)")
    }

    func malformed<Value>(as expected: Value.Type) -> PostgresError {
        failure(expected, "holds a \(type) that does not fit")
    }

    private func failure<Value>(_ expected: Value.Type, _ problem: String) -> PostgresError {
        let name = owner.name(ofColumn: column)
        return PostgresError(.decoding, subject: "column \"\(name)\" \(problem), wanted \(expected)")
    }
}
