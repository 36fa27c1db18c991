/// Rows for `Connection.copy(into:columns:_:)`, already in COPY's binary format (PostgreSQL documentation, COPY,
/// "Binary Format"): a header, then for each row the number of its fields and each field after its length.
public struct CopyRows: Sendable {
    private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]

    private var writer = ValueWriter()
    public private(set) var count = 0

    public init() {
        writer.write(contentsOf: Self.signature)
        // Flags, and the length of a header extension.
        writer.write(Int32(0))
        writer.write(Int32(0))
    }

    /// Appends one row. COPY converts nothing: an `int4` column takes an `Int32`, not an `Int`.
    public mutating func append<each Value: PostgresEncodable>(_ value: repeat each Value) {
        let position = writer.bytes.count
        var fields: Int16 = 0
        writer.write(fields)
        for value in repeat each value {
            writer.appendField(value)
            fields += 1
        }
        writer.overwrite(fields, at: position)
        count += 1
    }

    /// The data with its trailer.
    var finished: [UInt8] {
        var writer = writer
        writer.write(Int16(-1))
        return writer.bytes
    }
}
