// int2, int4, int8, float4, float8 and bool. A column may be narrower than the Swift type, never wider.

extension Bool: PostgresScalar {
    public static var postgresType: PostgresType { .bool }
    public static var postgresArrayType: PostgresType { .boolArray }

    public func encode(into writer: inout ValueWriter) {
        writer.write(self ? UInt8(1) : 0)
    }

    public static func decode(_ cell: Cell) throws -> Bool {
        guard cell.type == .bool else { throw cell.mismatch(Bool.self) }
        return try cell.load(UInt8.self, as: Bool.self) != 0
    }
}

extension Int16: PostgresScalar {
    public static var postgresType: PostgresType { .int2 }
    public static var postgresArrayType: PostgresType { .int2Array }

    public func encode(into writer: inout ValueWriter) {
        writer.write(self)
    }

    public static func decode(_ cell: Cell) throws -> Int16 {
        guard cell.type == .int2 else { throw cell.mismatch(Int16.self) }
        return try cell.load(Int16.self, as: Int16.self)
    }
}

extension Int32: PostgresScalar {
    public static var postgresType: PostgresType { .int4 }
    public static var postgresArrayType: PostgresType { .int4Array }

    public func encode(into writer: inout ValueWriter) {
        writer.write(self)
    }

    public static func decode(_ cell: Cell) throws -> Int32 {
        switch cell.type {
        case .int4: try cell.load(Int32.self, as: Int32.self)
        case .int2: Int32(try cell.load(Int16.self, as: Int32.self))
        default: throw cell.mismatch(Int32.self)
        }
    }
}

extension Int64: PostgresScalar {
    public static var postgresType: PostgresType { .int8 }
    public static var postgresArrayType: PostgresType { .int8Array }

    public func encode(into writer: inout ValueWriter) {
        writer.write(self)
    }

    public static func decode(_ cell: Cell) throws -> Int64 {
        switch cell.type {
        case .int8: try cell.load(Int64.self, as: Int64.self)
        case .int4: Int64(try cell.load(Int32.self, as: Int64.self))
        case .int2: Int64(try cell.load(Int16.self, as: Int64.self))
        case .oid: Int64(try cell.load(UInt32.self, as: Int64.self))
        default: throw cell.mismatch(Int64.self)
        }
    }
}

extension Int: PostgresScalar {
    public static var postgresType: PostgresType { .int8 }
    public static var postgresArrayType: PostgresType { .int8Array }

    public func encode(into writer: inout ValueWriter) {
        writer.write(Int64(self))
    }

    public static func decode(_ cell: Cell) throws -> Int {
        Int(try Int64.decode(cell))
    }
}

extension Double: PostgresScalar {
    public static var postgresType: PostgresType { .float8 }
    public static var postgresArrayType: PostgresType { .float8Array }

    public func encode(into writer: inout ValueWriter) {
        writer.write(bitPattern)
    }

    public static func decode(_ cell: Cell) throws -> Double {
        switch cell.type {
        case .float8: Double(bitPattern: try cell.load(UInt64.self, as: Double.self))
        case .float4: Double(Float(bitPattern: try cell.load(UInt32.self, as: Double.self)))
        default: throw cell.mismatch(Double.self)
        }
    }
}
