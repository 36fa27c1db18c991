import Foundation

extension UUID: PostgresScalar {
    public static var postgresType: PostgresType { .uuid }
    public static var postgresArrayType: PostgresType { .uuidArray }

    public func encode(into writer: inout ValueWriter) {
        withUnsafeBytes(of: uuid) { writer.write(contentsOf: $0) }
    }

    public static func decode(_ cell: Cell) throws -> UUID {
        guard cell.type == .uuid else { throw cell.mismatch(UUID.self) }
        return try cell.withBytes(as: UUID.self) { bytes in
            guard bytes.count == MemoryLayout<uuid_t>.size else { throw cell.malformed(as: UUID.self) }
            return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
        }
    }
}
