// Optional is NULL or the value. Array is a one-dimensional PostgreSQL array, except [UInt8], which is bytea.

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public static var postgresType: PostgresType { Wrapped.postgresType }

    public func encode(into writer: inout ValueWriter) {
        switch self {
        case .some(let value): value.encode(into: &writer)
        case .none: writer.writeNull()
        }
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public static func decode(_ cell: Cell) throws -> Wrapped? {
        cell.isNull ? nil : try Wrapped.decode(cell)
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresScalar {
    public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

    public static func encode(array: [Wrapped?], into writer: inout ValueWriter) {
        writer.writeArray(array, elementType: Wrapped.postgresType)
    }

    public static func decode(array cell: Cell) throws -> [Wrapped?] {
        try cell.elements(as: [Wrapped?].self).map { $0.isNull ? nil : try Wrapped.decode($0) }
    }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    public static var postgresType: PostgresType { Element.postgresArrayType }

    public func encode(into writer: inout ValueWriter) {
        Element.encode(array: self, into: &writer)
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    public static func decode(_ cell: Cell) throws -> [Element] {
        try Element.decode(array: cell)
    }
}

extension UInt8: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .bytea }

    public static func encode(array: [UInt8], into writer: inout ValueWriter) {
        writer.write(contentsOf: array)
    }

    public static func decode(array cell: Cell) throws -> [UInt8] {
        guard cell.type == .bytea else { throw cell.mismatch([UInt8].self) }
        return try cell.withBytes(as: [UInt8].self) { Array($0) }
    }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    public static var postgresArrayType: PostgresType { .byteaArray }
}

extension Array: PostgresScalar where Element == UInt8 {}
