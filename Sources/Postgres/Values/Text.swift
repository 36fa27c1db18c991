extension String: PostgresScalar {
    public static var postgresType: PostgresType { .text }
    public static var postgresArrayType: PostgresType { .textArray }

    public func encode(into writer: inout ValueWriter) {
        writer.write(self)
    }

    /// Reads text of every kind, and enums and other user-defined types whose binary form is their text.
    public static func decode(_ cell: Cell) throws -> String {
        switch cell.type {
        case .jsonb:
            return try JSONText.decode(cell).text
        case .text, .varchar, .bpchar, .name, .char, .json, .unknown:
            break
        case let type where type.isUserDefined:
            break
        default:
            throw cell.mismatch(String.self)
        }
        return try cell.withBytes(as: String.self) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else { throw cell.malformed(as: String.self) }
            return text
        }
    }
}
