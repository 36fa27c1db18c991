/// A value that can be a parameter of a statement, in PostgreSQL's binary format (what the type's `recv` function reads).
public protocol PostgresEncodable: Sendable {
    static var postgresType: PostgresType { get }
    func encode(into writer: inout ValueWriter)
}

/// A value that can be read from a column of a result.
public protocol PostgresDecodable: Sendable {
    static func decode(_ cell: Cell) throws -> Self
}

public typealias PostgresCodable = PostgresEncodable & PostgresDecodable

/// What may stand in an array. The array decides, not the element, because `[UInt8]` is `bytea` and not an array.
public protocol PostgresArrayElement: Sendable {
    static var postgresArrayType: PostgresType { get }
    static func encode(array: [Self], into writer: inout ValueWriter)
    static func decode(array cell: Cell) throws -> [Self]
}

/// A single value with an array type beside it.
///
/// A type of the domain joins by its raw value: `extension JobID: PostgresScalar {}`.
public protocol PostgresScalar: PostgresCodable, PostgresArrayElement {}

extension PostgresScalar {
    public static func encode(array: [Self], into writer: inout ValueWriter) {
        writer.writeArray(array, elementType: postgresType)
    }

    public static func decode(array cell: Cell) throws -> [Self] {
        try cell.elements(as: [Self].self).map(Self.decode)
    }
}

extension PostgresScalar where Self: RawRepresentable, RawValue: PostgresScalar {
    public static var postgresType: PostgresType { RawValue.postgresType }
    public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }

    public func encode(into writer: inout ValueWriter) {
        rawValue.encode(into: &writer)
    }

    public static func decode(_ cell: Cell) throws -> Self {
        guard let value = Self(rawValue: try RawValue.decode(cell)) else { throw cell.malformed(as: Self.self) }
        return value
    }
}
